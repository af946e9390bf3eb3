import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { App, type Stack, Validations } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { readStage } from '../../lib/foundation/stage-config.ts';
import { metaportStage } from '../../lib/metaport-stage.ts';
import { context } from './synth.ts';

const code = mkdtempSync(join(tmpdir(), 'code-'));
writeFileSync(join(code, 'index.js'), 'exports.handler = async () => undefined;');
const named = (stage: string) => readStage((key) => (key === 'stage' ? stage : undefined));

/** Synthesises with CDK’s own validation and both rule packs, as `cdk synth -c stage=example` does. */
function checked(builtinCloudFormationValidation: boolean, spoil: (service: Stack) => void) {
  const app = new App({ analyticsReporting: false, builtinCloudFormationValidation, context: { ...context } });
  spoil(metaportStage(app, named('example'), () => Code.fromAsset(code)).service);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  return app.synth();
}

describe('the stage `example`, with everything optional on', () => {
  it('passes AwsSolutions, Serverless and CDK’s own validation', () => {
    expect(checked(true, () => undefined).stacks).toHaveLength(3);
  }, 120_000);

  it('would not pass with a queue that speaks without TLS', () => {
    expect(() => checked(false, (service) => new Queue(service, 'Loose'))).toThrow('AwsSolutions-SQS4');
  }, 120_000);
});
