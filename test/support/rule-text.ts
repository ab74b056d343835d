import type { Requirement, SecurityModel } from '../../src/model/index.js';

const VERSIONS_2 = ['2.0.0', '2.1.0', '2.2.0', '2.3.0', '2.4.0', '2.5.0', '2.6.0'] as const;

/** The versions of AsyncAPI 2 from one on. */
export const versions2From = (first: (typeof VERSIONS_2)[number]): readonly string[] =>
  VERSIONS_2.slice(VERSIONS_2.indexOf(first));

/** The versions of AsyncAPI 3. */
export const VERSIONS_3 = ['3.0.0', '3.1.0'] as const;

/** Each rule in one line: `onOrder@s protected: a | b and idp[r] & c`. */
export const ruleTexts = (model: SecurityModel): readonly string[] =>
  model.rules.map(({ operation, server, status, requirements }) =>
    `${operation}@${server ?? 'none'} ${status}: ${requirements.map(anyOfText).join(' and ')}`.trim(),
  );

const anyOfText = ({ anyOf }: Pick<Requirement, 'anyOf'>): string =>
  anyOf
    .map(({ allOf }) =>
      allOf.map(({ scheme, scopes }) => `${scheme}${scopes.length === 0 ? '' : `[${scopes.join(' ')}]`}`).join(' & '),
    )
    .join(' | ');
