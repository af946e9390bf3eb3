import { blobPrefixes, type TableName } from '../contract/resources.ts';
import { type Clock, isoTime, systemClock } from '../core/clock.ts';
import type { Blobs, Parking } from '../core/doors.ts';
import { verdicts } from '../core/verdicts.ts';
import { openParkedItems } from '../store/dynamo-parked-items.ts';
import type { ParkedItems } from '../store/parked-items.ts';
import { zlib } from '../store/zlib.ts';
import { awsOfProcess } from './aws-calls.ts';
import { makeBlobs } from './blobs.ts';
import { demandBucket, demandTable } from './demand-line.ts';
import { makeTableCalls } from './table-calls.ts';

/** Compressed bytes above which a parked body leaves its row: DynamoDB's item holds 400 kB, its attributes included. */
const rowCapBytes = 300_000;

/** What parking stands on; `blobs` is opened only for a big body. */
export interface ParkingDoors {
  readonly parkedItems: Pick<ParkedItems, 'put'>;
  readonly blobs: () => Pick<Blobs, 'put'>;
  readonly clock: Clock;
}

/** The way into the one list: a big body first, as plain JSON under `parked/<id>`, then the row. */
export const makeParking = ({ parkedItems, blobs, clock }: ParkingDoors): Parking => ({
  async park({ items, ...item }) {
    const row = { ...item, blame: verdicts[item.kind].blame, parkedAt: isoTime(clock.now()) };
    const json = JSON.stringify(items);
    if (json.length <= rowCapBytes / 3 || zlib().deflateRawSync(json).byteLength <= rowCapBytes) {
      return parkedItems.put({ ...row, items });
    }
    const blob = `${blobPrefixes.parked}${item.id}`;
    await blobs().put(blob, Buffer.from(json));
    return parkedItems.put({ ...row, blob });
  },
});

/** The parking of a function whose line names the table `state`. */
export const openParking = (env: {
  readonly tableName: Readonly<Partial<Record<TableName, string>>>;
  readonly blobsBucket?: string;
}): Parking =>
  makeParking({
    parkedItems: openParkedItems({
      calls: makeTableCalls(awsOfProcess()),
      tableName: demandTable(env.tableName, 'state'),
    }),
    blobs: () => makeBlobs(awsOfProcess, demandBucket(env.blobsBucket)),
    clock: systemClock,
  });
