import { kafkaMember, socketMember } from '../../runtime/member-name.js';
import {
  boundFits,
  declarationLayout,
  fits,
  literalText,
  propertyText,
  signatureLayout,
  type DeclarationLayout,
  type SignatureLayout,
} from './layout.js';

/** How the declarations of one side of a Kafka server stand on their lines. */
export interface ClusterLayout {
  /** A type parameter that has a line of its own stands whole on it. */
  readonly bound: boolean;
  readonly handlers: boolean;
  readonly guard: DeclarationLayout;
  /** The cluster's `guard` and `producer`, each up to its arrow. */
  readonly guardMember: SignatureLayout;
  readonly producerMember: boolean;
  readonly entry: SignatureLayout;
}

/** How the signatures of one operation stand on their lines. */
export interface RecordLayout {
  readonly handler: boolean;
  readonly authorized: boolean;
  readonly send: boolean;
}

export interface ClusterTypes {
  readonly authenticators: string;
  readonly credentials: string;
  readonly kafka: string;
  readonly guard: string;
  readonly received: string;
  readonly handlers: string;
  readonly producer: string;
  readonly signers: string;
}

export const clusterLayout = (
  id: string,
  types: ClusterTypes,
  factory: string,
  { generic, routed, loose }: Readonly<Record<'generic' | 'routed' | 'loose', boolean>>,
): ClusterLayout => {
  const bound = `A extends ${types.authenticators}`;
  const parameters = generic ? `<${bound}>` : '';
  const given = generic ? '<A>' : '';
  const parts = [types.received, `${loose ? 'LooseHandlersOf' : 'HandlersOf'}<${types.handlers}${given}>`];
  return {
    bound: boundFits(bound, 2),
    handlers: fits(`export interface ${types.handlers}${parameters} {`),
    guard: declarationLayout(
      `export type ${types.guard}${parameters} =`,
      `KafkaGuard<${parts.join(', ')}>;`,
      'KafkaGuard<',
    ),
    guardMember: signatureLayout({
      name: '  readonly guard',
      bound: generic ? bound : null,
      parameter: `options: KafkaGuardOptions<${generic ? 'A' : types.authenticators}>${routed ? ' & RoutedByApp' : ''}`,
      end: `) => ${types.guard}${given};`,
      body: '',
    }),
    producerMember: fits(`  readonly producer: (producer: Producer, signers: ${types.signers}) => ${types.producer};`),
    entry: signatureLayout({
      name: `  ${propertyText(socketMember(id))}`,
      bound: null,
      parameter: `options: KafkaOptions<${types.credentials}>`,
      end: `): ${types.kafka} =>`,
      body: `${factory}(POLICY, ${literalText(id)}, options),`,
    }),
  };
};

/** What the signatures of an operation name. */
export interface RecordWords {
  readonly id: string;
  readonly message: string;
  readonly principal: string;
  readonly parametersType: string | null;
}

export const recordLayout = ({ id, message, principal, parametersType }: RecordWords): RecordLayout => {
  const more = parametersType === null ? [] : [parametersType];
  const authorized = `authorized: AuthorizedRecord<${[literalText(id), message, principal, ...more].join(', ')}>`;
  const member = propertyText(kafkaMember(id));
  return {
    handler: fits(`  ${member}(${authorized}): Promise<void> | void;`),
    authorized: fits(`    ${authorized},`),
    send:
      fits(`  readonly ${member}: Send<${[message, ...more].join(', ')}>;`) || [message, ...more].join() === 'unknown',
  };
};
