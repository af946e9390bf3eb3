import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  CfnStage,
  DomainName,
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  type HttpRoute,
  HttpStage,
  LogGroupLogDestination,
  SecurityPolicy,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { ARecord, HostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { ApiGatewayv2DomainProperties } from 'aws-cdk-lib/aws-route53-targets';
import { Construct } from 'constructs';
import type { RouteKey, Scope } from '../../lambdas/foundation/contract/function-line.ts';
import { physicalName } from '../../lambdas/foundation/contract/resources.ts';
import type { StageConfig } from './stage-config.ts';

type Access = Scope | 'public';

/**
 * Who asked what, and how it ended: `requestId ip "route" status milliseconds error authorizer-error`. Words instead of
 * JSON, because a million deliveries write a million of these lines, and names would be half of each. Routes without
 * query strings: a query may carry a verify token or a code.
 */
const accessLine = AccessLogFormat.custom(
  [
    '$context.requestId',
    '$context.identity.sourceIp',
    '"$context.routeKey"',
    '$context.status',
    '$context.responseLatency',
    '$context.error.messageString',
    '$context.authorizer.error',
  ].join(' '),
);

/** Why a public route may be public, by the beginning of its path. */
const open: readonly (readonly [path: string, reason: string])[] = [
  ['/webhooks/', 'Meta sends no token: the handler checks the HMAC of the raw bytes, or the verify token.'],
  ['/oauth/', 'A browser comes without a token: a single-use state, bound to its cookie, is what the handler checks.'],
  ['/compliance/deletion/{code}', 'A person without an account looks up their request by its unguessable code.'],
  ['/compliance/', 'Meta sends no token: the handler checks the HMAC of the signed request.'],
  [
    '/collect/',
    'A page’s browser has no token: the origin must stand on the collector’s list, and it may add events only.',
  ],
  ['/v1/', 'Public text: the API’s own document.'],
];

/** Which of the stage's throttles holds a public route. */
const throttleOf = (key: string) =>
  key.includes(' /webhooks/') ? 'webhook' : key.includes(' /collect/') ? 'collect' : 'open';

function whyOpen(key: string): string {
  const found = open.find(([path]) => key.includes(` ${path}`));
  if (!found) throw new Error(`${key} is public, and nobody says why`);
  return found[1];
}

/** The one HTTP API: private routes behind the JWT authoriser with their scope, public ones with a throttle of their own. */
export class HttpEntrance extends Construct {
  readonly api: HttpApi;
  /** Origin of the API, without a slash at its end. */
  readonly url: string;
  private readonly stage: HttpStage;
  private readonly authorizer: HttpJwtAuthorizer;
  private readonly config: StageConfig;
  /** CloudFormation takes this map as plain JSON, under its own spelling. */
  private readonly routeSettings: Record<string, { ThrottlingRateLimit: number; ThrottlingBurstLimit: number }> = {};

  constructor(scope: Construct, config: StageConfig) {
    super(scope, 'Entrance');
    this.config = config;
    this.api = new HttpApi(this, 'Api', {
      apiName: physicalName.api(config.stage),
      createDefaultStage: false,
      disableExecuteApiEndpoint: config.domain !== undefined,
    });
    this.authorizer = new HttpJwtAuthorizer('Jwt', config.auth.issuer, { jwtAudience: config.auth.audience });
    const domain = this.domain();
    this.stage = this.makeStage(domain);
    this.url = domain ? `https://${config.domain?.name}` : this.api.apiEndpoint;
  }

  /** Adds the routes of one function; who may call each stands in the contract. */
  addRoutes(name: string, target: IFunction, routes: Readonly<Record<RouteKey, Access>>): void {
    // One permission for the whole API: a function's policy has room for about 40 of one route each.
    const integration = new HttpLambdaIntegration(name, target, { scopePermissionToRoute: false });
    for (const [key, access] of Object.entries(routes)) {
      const [method = '', path = ''] = key.split(' ');
      const methods = Object.values(HttpMethod).filter((known) => known === method);
      const guard = access === 'public' ? this.open() : this.guarded(access);
      this.settle(key, access, this.api.addRoutes({ path, methods, integration, ...guard }));
    }
  }

  private guarded(scope: Scope) {
    return { authorizer: this.authorizer, authorizationScopes: [`${this.config.auth.scopePrefix}${scope}`] };
  }

  private open() {
    return { authorizer: new HttpNoneAuthorizer() };
  }

  /** The stage names routes in its settings, so it comes after them. */
  private settle(key: string, access: Access, routes: readonly HttpRoute[]): void {
    this.stage.node.addDependency(...routes);
    if (access !== 'public') return;
    const { rate, burst } = this.config.throttles[throttleOf(key)];
    this.routeSettings[key] = { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst };
    for (const route of routes) Validations.of(route).acknowledge({ id: 'AwsSolutions-APIG4', reason: whyOpen(key) });
  }

  private makeStage(domainName: DomainName | undefined): HttpStage {
    const { rate, burst } = this.config.throttles;
    const stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: rate, burstLimit: burst },
      accessLogSettings: { destination: new LogGroupLogDestination(this.accessLog()), format: accessLine },
      ...(domainName && { domainMapping: { domainName } }),
    });
    const resource = stage.node.defaultChild;
    if (!(resource instanceof CfnStage)) throw new Error('an HTTP stage is no longer a CfnStage');
    resource.routeSettings = this.routeSettings;
    Validations.of(resource).acknowledge({
      id: 'Serverless-APIGWStructuredLogging',
      reason:
        'Words in a fixed order are as easily parsed, and half as long: a million deliveries write a million lines.',
    });
    return stage;
  }

  private accessLog(): LogGroup {
    return new LogGroup(this, 'AccessLog', {
      logGroupName: physicalName.logGroup(this.config.stage, 'api'),
      retention: this.config.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }

  private domain(): DomainName | undefined {
    const wish = this.config.domain;
    if (!wish) return undefined;
    const domain = new DomainName(this, 'Domain', {
      domainName: wish.name,
      certificate: Certificate.fromCertificateArn(this, 'Certificate', wish.certificateArn),
      securityPolicy: SecurityPolicy.TLS_1_2,
    });
    if (wish.hostedZone) {
      const { id: hostedZoneId, name: zoneName } = wish.hostedZone;
      new ARecord(this, 'Alias', {
        zone: HostedZone.fromHostedZoneAttributes(this, 'Zone', { hostedZoneId, zoneName }),
        recordName: `${wish.name}.`,
        target: RecordTarget.fromAlias(
          new ApiGatewayv2DomainProperties(domain.regionalDomainName, domain.regionalHostedZoneId),
        ),
      });
    }
    return domain;
  }
}
