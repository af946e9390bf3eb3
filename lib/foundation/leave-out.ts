import { CfnResource, Stack } from 'aws-cdk-lib';

/** An entry is a type, or `<type>.<Property>`: only those of its resources that set this property. */
function isNamed(resource: CfnResource, entry: string): boolean {
  const [type, property] = entry.split('.');
  if (resource.cfnResourceType !== type) return false;
  if (!property) return true;
  const key = property.charAt(0).toLowerCase() + property.slice(1);
  return Stack.of(resource).resolve(Reflect.get(resource, key)) !== undefined;
}

/** Takes what `entries` name out of the stacks: the one place where a stage differs from the others in kind. */
export function leaveOut(stacks: readonly Stack[], entries: readonly string[]): void {
  for (const resource of stacks.flatMap((stack) => stack.node.findAll())) {
    if (CfnResource.isCfnResource(resource) && entries.some((entry) => isNamed(resource, entry))) {
      resource.node.scope?.node.tryRemoveChild(resource.node.id);
    }
  }
}
