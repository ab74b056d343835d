import { socketMember } from '../../runtime/member-name.js';
import {
  bodyLayout,
  boundFits,
  declarationLayout,
  fits,
  literalText,
  propertyText,
  signatureLayout,
  type BodyLayout,
  type DeclarationLayout,
  type SignatureLayout,
} from './layout.js';

/** How the declarations of one server stand on their lines. */
export interface ServerLayout {
  /** A type parameter that has a line of its own in a declaration stands whole on it. */
  readonly bound: boolean;
  readonly handlers: boolean;
  readonly options: DeclarationLayout;
  readonly guard: DeclarationLayout;
  readonly entry: SignatureLayout;
  readonly connect: BodyLayout;
}

/** How the signatures of one operation stand on their lines. */
export interface OperationLayout {
  readonly handler: boolean;
  readonly authorized: boolean;
  readonly send: boolean;
  readonly call: boolean;
  readonly receive: boolean;
  readonly listener: boolean;
}

export interface ServerTypes {
  readonly authenticators: string;
  readonly operation: string;
  readonly guard: string;
  readonly options: string;
  readonly handlers: string;
  readonly sockets: string;
  readonly client: string;
}

export const serverLayout = (
  id: string,
  types: ServerTypes,
  { receives, sends, routed }: Readonly<Record<'receives' | 'sends' | 'routed', boolean>>,
): ServerLayout => {
  const bound = `A extends ${types.authenticators}`;
  const generic = `<${bound}>`;
  const optionsHead = `export type ${types.options}${generic} =`;
  const guardHead = `export type ${types.guard}${receives ? generic : ''} =`;
  const parts = [
    types.operation,
    receives ? `${types.handlers}<A>` : 'Record<string, never>',
    sends ? types.sockets : 'object',
  ];
  const factory = `webSocketGuard(POLICY, ${literalText(id)}, options),`;
  return {
    bound: boundFits(bound, 2),
    handlers: fits(`export interface ${types.handlers}${generic} {`),
    options: routed
      ? { ...declarationLayout(optionsHead, 'WebSocketGuardOptions<A> &'), below: fits(optionsHead) }
      : declarationLayout(optionsHead, 'WebSocketGuardOptions<A>;'),
    guard: declarationLayout(guardHead, `WebSocketGuard<${parts.join(', ')}>;`, 'WebSocketGuard<'),
    entry: signatureLayout({
      name: '    guard',
      bound,
      parameter: `options: ${types.options}<A>`,
      end: `): ${types.guard}${receives ? '<A>' : ''} =>`,
      body: factory,
    }),
    connect: bodyLayout(
      `    ): WebSocketClient<${types.client}> =>`,
      `webSocketClient(POLICY, ${literalText(id)}, options),`,
      6,
    ),
  };
};

/** What the signatures of an operation name. */
export interface OperationWords {
  readonly id: string;
  readonly message: string;
  readonly principal: string;
  readonly parametersType: string | null;
  readonly replies: boolean;
}

export const operationLayout = (words: OperationWords): OperationLayout => {
  const { id, message, principal, parametersType, replies } = words;
  const proved = [literalText(id), message, principal, ...(parametersType === null ? [] : [parametersType])];
  const authorized = `authorized: Authorized<${proved.join(', ')}>`;
  const member = `  ${propertyText(socketMember(id))}`;
  const parameters = parametersType === null ? '' : `parameters: ${parametersType}, `;
  return {
    handler: fits(`${member}(${authorized}): ${replies ? 'unknown' : 'Promise<void> | void'};`),
    authorized: fits(`    ${authorized},`),
    send: fits(`  readonly ${member.trimStart()}: (${parameters}message: ${message}) => number;`),
    call: fits(`  readonly ${member.trimStart()}: (message: ${message}) => Promise<${replies ? 'unknown' : 'void'}>;`),
    listener: fits(`    handler: (message: ${message}) => void,`),
    receive: fits(`  readonly ${member.trimStart()}: (handler: (message: ${message}) => void) => () => void;`),
  };
};
