import {
  CloudFormationClient,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  paginateListStacks,
} from '@aws-sdk/client-cloudformation';
import { clientFor, type EmulatorAddress } from '../emulator/clients.ts';
import { Trouble } from './trouble.ts';

/** What stands in the emulator after a deploy, as scripts and tests look for it. */
export interface Deployed {
  readonly apiUrl: string;
  /** CloudFormation outputs, `<stack>.<output>` → value. */
  readonly stackOutputs: Readonly<Record<string, string>>;
}

const standing = /^(CREATE|UPDATE)_COMPLETE$/;

/** Names of the stacks that stand. */
export async function standingStacks(address: EmulatorAddress): Promise<string[]> {
  const client = new CloudFormationClient(clientFor(address));
  const names: string[] = [];
  for await (const page of paginateListStacks({ client }, {})) {
    for (const stack of page.StackSummaries ?? []) {
      if (stack.StackName && standing.test(stack.StackStatus ?? '')) names.push(stack.StackName);
    }
  }
  return names;
}

/** Reads the service stack: where its API answers on loopback, and every output. Throws `Trouble` without an API. */
export async function readDeployed(address: EmulatorAddress, prefix: string): Promise<Deployed> {
  const client = new CloudFormationClient(clientFor(address));
  const stacks = (await standingStacks(address)).filter((name) => name.startsWith(prefix));
  const outputs = await Promise.all(stacks.map((name) => outputsOf(client, name)));
  const resources = await Promise.all(
    stacks.map((StackName) => client.send(new DescribeStackResourcesCommand({ StackName }))),
  );
  const apis = resources
    .flatMap(({ StackResources = [] }) => StackResources)
    .filter(({ ResourceType }) => ResourceType === 'AWS::ApiGatewayV2::Api');
  const api = apis[0]?.PhysicalResourceId;
  if (!api || apis.length > 1) throw new Trouble(`Expected one HTTP API in ${prefix}*, found ${apis.length}.`);
  return { apiUrl: apiUrlOf(address, api), stackOutputs: Object.assign({}, ...outputs) };
}

/** Path style, because Node resolves no `*.localhost`; the emulator finds the `$default` stage by itself. */
function apiUrlOf({ endpoint }: EmulatorAddress, apiId: string): string {
  return `${endpoint}/_aws/execute-api/${apiId}`;
}

/**
 * The addresses of the stack that an app registers at Meta: a browser comes back to the API's own origin, which Meta's
 * servers reach path style here.
 */
export function addressesOf({ apiUrl, stackOutputs }: Deployed, prefix: string) {
  const origin = stackOutputs[`${prefix}Service.ApiUrl`] ?? apiUrl;
  return {
    redirectUris: [`${origin}/oauth/callback`],
    deauthorizeUrl: `${apiUrl}/compliance/deauthorize`,
    deletionUrl: `${apiUrl}/compliance/deletion`,
  };
}

async function outputsOf(client: CloudFormationClient, StackName: string): Promise<Record<string, string>> {
  const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName }));
  // What the CDK exports for its other stacks is nobody's reading.
  const outputs = Stacks.flatMap(({ Outputs = [] }) => Outputs).filter((one) => !one.ExportName);
  return Object.fromEntries(outputs.map((one) => [`${StackName}.${one.OutputKey}`, one.OutputValue ?? '']));
}
