import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Alias,
  ApplicationLogLevel,
  Architecture,
  type IFunction,
  Function as LambdaFunction,
  LoggingFormat,
  RecursiveLoop,
  Runtime,
  SystemLogLevel,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { contractOf, type FunctionName } from '../../lambdas/foundation/contract/functions.ts';
import { physicalName, queues } from '../../lambdas/foundation/contract/resources.ts';
import { environmentOf } from './environment.ts';
import { statementsOf, wildcardsOf } from './grants.ts';
import type { Ground } from './ground.ts';
import { attachTrigger } from './trigger.ts';

/** What only the cloud minds about a function. */
export interface Sizing {
  readonly memoryMB: number;
  /** Whole seconds; a worker's stands in the contract's queue line. */
  readonly timeoutSeconds?: number;
  /** Executions set aside for it; null: none. */
  readonly reserved?: number | null;
}

const refused = [
  [
    'Serverless-LambdaTracing',
    'The X-Ray SDK costs 30-56 ms of every cold start; the wide log line carries the trace.',
  ],
  [
    'Serverless-LambdaDLQ',
    'HTTP and SQS call it synchronously, where a function’s own DLQ is never used; a beat repeats.',
  ],
  [
    'Serverless-LambdaAsyncFailureDestination',
    'HTTP and SQS call it synchronously, where a destination is never used; a beat repeats.',
  ],
] as const;

/** One word in the contract becomes one variable, one grant and one trigger; there is no other way to get any of them. */
export class CapabilityFunction extends Construct {
  readonly lambda: LambdaFunction;
  readonly capability: FunctionName;
  /** What callers call: the function, or its alias where deployments shift slowly. */
  readonly target: IFunction;
  readonly alias: Alias | undefined;
  /** Whether the stage asked for an alarm on each function, or for few. */
  readonly everyAlarm: boolean;

  constructor(scope: Construct, name: FunctionName, ground: Ground, sizing: Sizing) {
    super(scope, name.replace('/', '-'));
    const { trigger } = contractOf(name);
    this.capability = name;
    this.everyAlarm = ground.config.alarms === 'every';
    this.lambda = this.makeLambda(ground, sizing);
    this.alias =
      ground.config.canary && trigger.kind === 'http'
        ? new Alias(this, 'Live', { aliasName: 'live', version: this.lambda.currentVersion })
        : undefined;
    this.target = this.alias ?? this.lambda;
    attachTrigger(this, name, trigger, this.target, ground);
  }

  private makeLambda(ground: Ground, { memoryMB, timeoutSeconds = 10, reserved }: Sizing): LambdaFunction {
    const { trigger } = contractOf(this.capability);
    const worker = trigger.kind === 'queue';
    const logGroup = this.makeLogGroup(ground);
    const lambda = new LambdaFunction(this, 'Function', {
      functionName: physicalName.function(ground.config.stage, this.capability),
      description: this.capability,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: ground.codeOf(this, this.capability),
      memorySize: memoryMB,
      timeout: Duration.seconds(worker ? queues[trigger.from].timeoutSeconds : timeoutSeconds),
      environment: environmentOf(this.capability, ground),
      role: this.makeRole(ground, logGroup),
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      systemLogLevelV2: SystemLogLevel.WARN,
      applicationLogLevelV2: ApplicationLogLevel.INFO,
      // A worker defers by sending to its own queue; Lambda would drop the message after 16 passes.
      ...(worker && { recursiveLoop: RecursiveLoop.ALLOW }),
      ...(reserved && { reservedConcurrentExecutions: reserved }),
    });
    for (const [id, reason] of refused) Validations.of(lambda).acknowledge({ id, reason });
    return lambda;
  }

  private makeLogGroup({ config }: Ground): LogGroup {
    return new LogGroup(this, 'Log', {
      logGroupName: physicalName.logGroup(config.stage, this.capability),
      retention: config.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }

  private makeRole(ground: Ground, logGroup: LogGroup): Role {
    const writeLog = new PolicyStatement({
      sid: 'Log',
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroup.logGroupArn],
    });
    const statements = [...statementsOf(this.capability, ground), writeLog];
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `What the manifest allows ${this.capability}`,
      inlinePolicies: { manifest: new PolicyDocument({ statements, minimize: false }) },
    });
    for (const { resource, reason } of wildcardsOf(this.capability, ground)) {
      Validations.of(role).acknowledge({ id: `AwsSolutions-IAM5[Resource::${resource}]`, reason });
    }
    return role;
  }
}
