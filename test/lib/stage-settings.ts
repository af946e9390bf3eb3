import { parseStage, type StageConfig } from '../../lib/foundation/stage-config.ts';

/** A stage like one of production, with nothing optional on. */
export const settings = {
  stage: 'test',
  account: '111122223333',
  region: 'eu-west-1',
  auth: { issuer: 'https://issuer.example.com', audience: ['metaport-test'] },
  alarmEmail: 'alarms@example.com',
};

/** The settings of a test's stage. */
export const stageOf = (more: object = {}): StageConfig => parseStage('test', { ...settings, ...more });
