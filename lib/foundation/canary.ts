import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { LambdaDeploymentConfig, LambdaDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Alias } from 'aws-cdk-lib/aws-lambda';

/** What CodeDeploy may do: move this one alias and look at the alarm, in place of AWS's managed policy. */
function deployRole(alias: Alias, alarmName: string): Role {
  const arnFormat = ArnFormat.COLON_RESOURCE_NAME;
  const alarm = { service: 'cloudwatch', resource: 'alarm', resourceName: alarmName, arnFormat };
  const statements = [
    new PolicyStatement({ actions: ['lambda:GetAlias', 'lambda:UpdateAlias'], resources: [alias.functionArn] }),
    new PolicyStatement({
      actions: ['lambda:GetProvisionedConcurrencyConfig'],
      resources: [alias.lambda.functionArn, alias.functionArn],
    }),
    new PolicyStatement({ actions: ['cloudwatch:DescribeAlarms'], resources: [Stack.of(alias).formatArn(alarm)] }),
  ];
  return new Role(alias, 'DeployRole', {
    assumedBy: new ServicePrincipal('codedeploy.amazonaws.com'),
    inlinePolicies: { deploy: new PolicyDocument({ statements }) },
  });
}

/** Shifts a tenth of the traffic to a new version and rolls back if `alarm` rings; the alarm needs ten minutes to. */
export function guardDeployment(alias: Alias, alarm: Alarm, alarmName: string): void {
  new LambdaDeploymentGroup(alias, 'Deployment', {
    alias,
    alarms: [alarm],
    deploymentConfig: LambdaDeploymentConfig.CANARY_10PERCENT_15MINUTES,
    role: deployRole(alias, alarmName).withoutPolicyUpdates(),
  });
}
