import { isContext, parseGrant, roleBook } from './grants.js';
import type { Policy, Requirement } from './policy.js';
import { statedGrants } from './role-source.js';

/**
 * What makes a policy unfit to be enforced. The generator writes none of it: this finds files that were edited, or
 * that belong to another version of the runtime.
 */
export function policyFaults(
  policy: Policy,
  server: string,
): readonly string[] {
  // Emitted data is typed, yet may come from another version: read the number before anything else is trusted.
  const contract: number = policy.contract;
  if (contract !== 1)
    return [
      `its contract is ${String(contract)}, this runtime needs 1: generate both with one version of asyncapi-guards`,
    ];
  const described = has(policy.servers, server)
    ? policy.servers[server]
    : undefined;
  if (described === undefined)
    return [
      `there is no such server; the policy has ${Object.keys(policy.servers).join(', ') || 'none'}`,
    ];

  const faults = [
    ...requirementFaults('the server', described.requirement, policy),
    ...roleFaults(policy),
  ];
  for (const [operation, rule] of Object.entries(described.rules)) {
    const where = `operation ${JSON.stringify(operation)}`;
    const about = has(policy.operations, operation)
      ? policy.operations[operation]
      : undefined;
    if (about === undefined) {
      faults.push(`${where} has a rule and no description`);
      continue;
    }
    faults.push(...requirementFaults(where, rule.requirement, policy));
    const isBrokers = rule.enforcedBy === 'broker';
    if (isBrokers && described.kafka === undefined)
      faults.push(`${where} is left to a broker, and the server is none`);
    const unprotected =
      rule.requirement === null && described.requirement === null;
    if (unprotected && about.access !== 'public' && !isBrokers)
      faults.push(`${where} has no requirement, nor has the server`);
    if (
      'value' in about.context &&
      has(policy.roleMap, operation) &&
      !isContext(about.context.value)
    )
      faults.push(
        `${where} counts roles in ${JSON.stringify(about.context.value)}, which cannot be a context`,
      );
  }
  return faults;
}

function requirementFaults(
  where: string,
  requirement: Requirement | null,
  policy: Policy,
): string[] {
  if (requirement === null) return [];
  if (requirement.length === 0)
    return [`${where} has a requirement without alternatives`];
  const faults: string[] = [];
  for (const { allOf, actor } of requirement) {
    if (allOf.length === 0)
      faults.push(`${where} has an alternative that demands nothing`);
    for (const { scheme } of allOf) {
      const provider = has(policy.schemes, scheme)
        ? policy.schemes[scheme]?.provider
        : undefined;
      if (provider === undefined || !has(policy.providers, provider))
        faults.push(
          `${where} names the scheme ${JSON.stringify(scheme)}, which has no provider`,
        );
    }
    if (actor !== null && !allOf.some(({ scheme }) => scheme === actor))
      faults.push(
        `${where} takes roles from ${JSON.stringify(actor)}, which its alternative does not demand`,
      );
  }
  return faults;
}

function roleFaults(policy: Policy): string[] {
  if (policy.roles === null)
    return Object.keys(policy.roleMap).map(
      (name) =>
        `operation ${JSON.stringify(name)} has roles, the policy has none`,
    );
  const book = roleBook(policy.roles);
  const faults: string[] = [];
  for (const [operation, roles] of Object.entries(policy.roleMap)) {
    if (roles.length === 0)
      faults.push(
        `operation ${JSON.stringify(operation)} has an empty list of roles`,
      );
    for (const role of roles)
      if (!book.bits.has(role))
        faults.push(
          `operation ${JSON.stringify(operation)} needs the unknown role ${JSON.stringify(role)}`,
        );
  }
  for (const [key, provider] of Object.entries(policy.providers)) {
    for (const text of statedGrants(provider)) {
      const grant = parseGrant(text, book);
      if (typeof grant === 'string')
        faults.push(
          `provider ${JSON.stringify(key)} gives the grant ${JSON.stringify(text)}: ${grant}`,
        );
    }
  }
  return faults;
}

function has(record: object, name: string): boolean {
  return Object.hasOwn(record, name);
}
