import kafkajs, { type AclEntry, type Admin } from 'kafkajs';
import type { Broker } from './broker.js';

// kafkajs is CommonJS: its enums are types by name in an ES module, and values by the default import alone.
const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs;

/** Does something as the broker's super user. */
export async function asAdmin<T>(broker: Broker, act: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = new kafkajs.Kafka(broker.adminConfig).admin();
  await admin.connect();
  try {
    return await act(admin);
  } finally {
    await admin.disconnect();
  }
}

/** An ACL by which a user may do something with a topic, group or transactional id; a `*` at its end stands for the rest. */
export function allow(
  user: string,
  operation: keyof typeof AclOperationTypes,
  kind: keyof typeof AclResourceTypes,
  name: string,
): AclEntry {
  const prefixed = name.length > 1 && name.endsWith('*');
  return {
    principal: `User:${user}`,
    host: '*',
    permissionType: AclPermissionTypes.ALLOW,
    operation: AclOperationTypes[operation],
    resourceType: AclResourceTypes[kind],
    resourceName: prefixed ? name.slice(0, -1) : name,
    resourcePatternType: prefixed ? ResourcePatternTypes.PREFIXED : ResourcePatternTypes.LITERAL,
  };
}
