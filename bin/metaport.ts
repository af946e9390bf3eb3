import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { readStage } from '../lib/foundation/stage-config.ts';
import { metaportStage } from '../lib/metaport-stage.ts';

const app = new App({ analyticsReporting: false });
metaportStage(
  app,
  readStage((key) => app.node.tryGetContext(key)),
);
Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
app.synth();
