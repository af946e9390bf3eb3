import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { clientFor } from '../emulator/clients.ts';
import type { Outputs } from '../outputs.ts';

/**
 * The texts of the messages whose rows say `sending` just now, read from the table: over the API, thread by thread, it
 * takes longer than such a row stands when a worker is killed over it.
 */
export async function textsSending({ emulator, stackOutputs }: Outputs): Promise<readonly string[]> {
  const client = new DynamoDBClient(clientFor(emulator));
  const texts: string[] = [];
  try {
    const pages = paginateScan(
      { client },
      {
        TableName: stackOutputs['Metaport-local-State.StateTableName'],
        FilterExpression: 'begins_with(#pk, :outbound) AND #state = :sending',
        ExpressionAttributeNames: { '#pk': 'pk', '#state': 'state' },
        ExpressionAttributeValues: { ':outbound': { S: 'outboundMessage#' }, ':sending': { S: 'sending' } },
      },
    );
    for await (const { Items = [] } of pages) texts.push(...Items.flatMap(({ content }) => content?.M?.text?.S ?? []));
  } finally {
    client.destroy();
  }
  return texts;
}
