import { nearestNames } from '../diagnostics/index.js';
import type { MapNode, Node } from '../document/node.js';
import type { Reporter } from './findings.js';
import { described, entriesOf, valueAt } from './node-values.js';
import type { Flow } from './security-model.js';
import { readUrl, type UrlOwner } from './urls.js';
import { quoted, suggestion } from './wording.js';

type UrlField = 'authorizationUrl' | 'tokenUrl' | 'refreshUrl';

const FLOWS: ReadonlyMap<Flow['name'], readonly UrlField[]> = new Map([
  ['implicit', ['authorizationUrl']],
  ['password', ['tokenUrl']],
  ['clientCredentials', ['tokenUrl']],
  ['authorizationCode', ['authorizationUrl', 'tokenUrl']],
]);

/** What the flows of an oauth2 scheme say. */
export interface ReadFlows {
  readonly flows: readonly Flow[];
  /** Every scope that some flow offers; null where a fault hides which these are. */
  readonly offered: ReadonlySet<string> | null;
}

/** Reads the OAuth Flows Object: required and forbidden URLs, and the field that lists scopes in this major version. */
export const readFlows = (node: Node, major: 2 | 3, owner: UrlOwner, reporter: Reporter): ReadFlows => {
  if (node.kind !== 'map') {
    reporter.report('scheme-field-invalid', node.at, {
      message: `flows of scheme ${JSON.stringify(owner.scheme)} is ${described(node)}.`,
      fix: 'Write a map from flow names to flows.',
    });
    return { flows: [], offered: null };
  }
  const flows: Flow[] = [];
  const offered = new Set<string>();
  let complete = true;
  for (const [key, { keyAt, value }] of node.entries) {
    const name = [...FLOWS.keys()].find((flow) => flow === key);
    const reference = key === '$ref' ? keyAt : value.kind === 'map' ? value.entries.get('$ref')?.keyAt : undefined;
    if (reference !== undefined) {
      reporter.report('flow-field-unexpected', reference, {
        message: `Scheme ${JSON.stringify(owner.scheme)} states ${name === undefined ? 'its flows' : `its flow ${name}`} by a $ref, which AsyncAPI does not know there.`,
        fix: 'Write out what it leads to, or let the whole scheme be a $ref.',
      });
      complete = false;
    } else if (name === undefined) {
      reporter.report('flow-unknown', keyAt, {
        message: `Scheme ${JSON.stringify(owner.scheme)} states the flow ${JSON.stringify(key)}; AsyncAPI knows ${quoted([...FLOWS.keys()])}.`,
        fix: nearestNames(key, FLOWS.keys()).length > 0 ? suggestion(key, FLOWS.keys()) : 'Remove it.',
      });
      complete = false;
    } else if (value.kind !== 'map') {
      reporter.report('scheme-field-invalid', value.at, {
        message: `Flow ${name} of scheme ${JSON.stringify(owner.scheme)} is ${described(value)}.`,
        fix: 'Write a map with its URLs and scopes.',
      });
      complete = false;
    } else {
      const flow = readFlow(name, value, major, owner, reporter);
      flows.push(flow.flow);
      for (const scope of flow.flow.scopes) offered.add(scope);
      complete &&= flow.complete;
    }
  }
  return { flows, offered: complete ? offered : null };
};

const readFlow = (
  name: Flow['name'],
  node: MapNode,
  major: 2 | 3,
  owner: UrlOwner,
  reporter: Reporter,
): { readonly flow: Flow; readonly complete: boolean } => {
  const urls = FLOWS.get(name) ?? [];
  const scopesField = major === 2 ? 'scopes' : 'availableScopes';
  const otherField = major === 2 ? 'availableScopes' : 'scopes';
  const title = `Flow ${name} of scheme ${JSON.stringify(owner.scheme)}`;
  for (const [key, { keyAt }] of node.entries) {
    const known = [...urls, 'refreshUrl', 'scopes', 'availableScopes'];
    if (known.includes(key) || key.startsWith('x-')) continue;
    const belongsElsewhere = key === 'authorizationUrl' || key === 'tokenUrl';
    reporter.report('flow-field-unexpected', keyAt, {
      message: belongsElsewhere
        ? `${title} has no ${key}.`
        : `${title} states ${JSON.stringify(key)}, which no flow has.`,
      fix: belongsElsewhere
        ? `Remove ${key} from this flow.`
        : suggestion(
            key,
            known.filter((field) => field !== otherField),
          ),
    });
  }
  const url = (field: UrlField): string | null => {
    const value = valueAt(node, field);
    return value === null ? null : readUrl(value, field, owner, reporter);
  };
  const missing = urls.filter((field) => valueAt(node, field) === null);
  if (missing.length > 0) {
    const example = missing.map((field) => `${field}: https://<identity provider>/…`);
    reporter.report('scheme-field-missing', node.at, {
      message: `${title} states no ${missing.join(' and no ')}.`,
      fix: `Add ${example.join(' and ')}.`,
    });
  }
  const scopes = valueAt(node, scopesField);
  const misnamed = node.entries.get(otherField);
  if (misnamed !== undefined) {
    const finding = {
      message: `${title} lists its scopes in ${otherField}; in AsyncAPI ${String(major)} the field is ${scopesField}.`,
      fix: scopes === null ? `Rename ${otherField} to ${scopesField}.` : `Remove ${otherField}.`,
    };
    reporter.report('flow-scopes-field', misnamed.keyAt, finding, `${owner.scheme} ${otherField}`);
  } else if (scopes === null) {
    const finding = {
      message: `${title} states no ${scopesField}.`,
      fix: `Add ${scopesField}: {}, or a map from scope to description.`,
    };
    reporter.report('flow-scopes-field', node.at, finding, owner.scheme);
  } else if (scopes.kind !== 'map') {
    reporter.report('flow-scopes-field', scopes.at, {
      message: `${title}: ${scopesField} is ${described(scopes)}.`,
      fix: `Write ${scopesField} as a map from scope to description; it may be {}.`,
    });
  }
  return {
    flow: {
      name,
      authorizationUrl: urls.includes('authorizationUrl') ? url('authorizationUrl') : null,
      tokenUrl: urls.includes('tokenUrl') ? url('tokenUrl') : null,
      refreshUrl: url('refreshUrl'),
      scopes: entriesOf(scopes).map(({ key }) => key),
    },
    complete: misnamed === undefined && scopes?.kind === 'map',
  };
};
