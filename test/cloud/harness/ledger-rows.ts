import { type AttributeValue, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { GetQueueAttributesCommand, GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { emulatorSettings, type Outputs } from './cloud.ts';

/** A kept event as it lies in the table. */
export interface LedgerRow {
  /** `asset#seconds#field#dedupe key`, from the row's own key. */
  readonly row: string;
  readonly asset: string;
  readonly state: string;
}

const decoded = (part: string): string =>
  part.replace(/%([0-9a-f]{4})/g, (_, unit: string) => String.fromCharCode(Number.parseInt(unit, 16)));

function rowOf(item: Record<string, AttributeValue>): LedgerRow {
  const [, , asset = ''] = (item.pk?.S ?? '').split('#').map(decoded);
  const [time = '', field = '', ...key] = (item.sk?.S ?? '').split('#').map(decoded);
  return { row: [asset, Number(time), field, key.join('#')].join('#'), asset, state: item.state?.S ?? '' };
}

/** Looks into the ledger table itself, and at the queue before it. */
export function openLedger(cloud: Outputs) {
  const table = new DynamoDBClient(emulatorSettings(cloud));
  const queue = new SQSClient(emulatorSettings(cloud));

  /** Every webhook event of the workspace, read row by row. */
  async function rows(): Promise<readonly LedgerRow[]> {
    const found: LedgerRow[] = [];
    let after: Record<string, AttributeValue> | undefined;
    do {
      const page = await table.send(
        new ScanCommand({
          TableName: 'metaport-local-ledger',
          ConsistentRead: true,
          FilterExpression: 'begins_with(pk, :prefix)',
          ExpressionAttributeValues: { ':prefix': { S: `webhookEvent#${cloud.workspace}#` } },
          ExclusiveStartKey: after,
        }),
      );
      found.push(...(page.Items ?? []).map(rowOf));
      after = page.LastEvaluatedKey;
    } while (after !== undefined);
    return found;
  }

  /** How many messages lie in the queues on a webhook's way: to take, being worked on, delayed. */
  async function waiting(): Promise<number> {
    let sum = 0;
    for (const name of ['webhook-events', 'inbound-messages']) {
      const { QueueUrl } = await queue.send(new GetQueueUrlCommand({ QueueName: `metaport-local-${name}` }));
      const { Attributes } = await queue.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
      const counts = new Map(Object.entries(Attributes ?? {}));
      for (const state of ['', 'NotVisible', 'Delayed'])
        sum += Number(counts.get(`ApproximateNumberOfMessages${state}`));
    }
    return sum;
  }

  const close = (): void => {
    table.destroy();
    queue.destroy();
  };
  return { rows, waiting, close };
}
