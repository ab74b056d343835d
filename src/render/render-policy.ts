import type { Json } from '../document/node.js';
import type { RenderedFile } from '../plan/plan.js';
import type { Policy } from '../runtime/policy.js';
import { printBanner } from './comment-text.js';
import { siblingModule, type PrintFrame } from './print-frame.js';
import { printMember, printMembers } from './literal.js';
import { printString } from './printed-text.js';

/** Prints `policy.ts`. The role map stands in `roles.ts` alone. */
export const renderPolicy = (policy: Policy, frame: PrintFrame): RenderedFile => {
  const members = Object.entries(policy)
    .filter(([key]) => key !== 'roleMap')
    .map(([key, value]) => printMember(key, plain(value), 2, 1));
  const text = `${printBanner(frame.banner)}
import { ROLE_MAP } from ${printString(siblingModule('roles', frame))};
import type { Policy } from ${printString(siblingModule('runtime/index', frame))};

/** What each server and operation demands. */
export const POLICY = ${printMembers([...members, 'roleMap: ROLE_MAP'], 0)} as const satisfies Policy;

export type ServerId = keyof typeof POLICY.servers;
export type OperationId = keyof typeof POLICY.operations;
`;
  return { path: 'policy.ts', text };
};

/** Leaves out what is undefined; the policy is plain data otherwise. */
const plain = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json;
