import { describe, expect, it } from '@jest/globals';
import { stageOf } from './stage-settings.ts';
import { resourceBy, resourcesOf, rightsOf, synth } from './synth.ts';

const templates = synth(stageOf());

describe('the reference room', () => {
  it('touches nothing: it may write its log and no more', () => {
    const rights = rightsOf(templates, 'reference/serve');
    expect(rights.map(({ Action }) => Action)).toEqual([['logs:CreateLogStream', 'logs:PutLogEvents']]);
  });

  it('is public, and throttled harder than the API', () => {
    const [stage] = resourcesOf(templates.Service, 'AWS::ApiGatewayV2::Stage');
    for (const key of ['GET /v1/docs', 'GET /v1/openapi.json']) {
      const route = resourceBy(templates.Service, 'AWS::ApiGatewayV2::Route', 'RouteKey', key);
      expect(route.Properties.AuthorizationType).toBe('NONE');
      expect(stage?.Properties.RouteSettings).toMatchObject({
        [key]: { ThrottlingRateLimit: 10, ThrottlingBurstLimit: 20 },
      });
    }
  });
});
