import { atOnce, isThenable } from '../at-once.js';
import { authorize, type Authorized } from '../authorized.js';
import { tick } from '../clock.js';
import type { Decision } from '../decision.js';
import type { GuardCore } from '../guard-core.js';
import { denied } from '../outcomes.js';
import type { Decode, Encode } from './codec.js';
import { contextOf } from '../message-context.js';
import type { Frame, GuardedSocket } from './guarded-socket.js';
import type { OpenSockets } from './open-sockets.js';
import { CLOSE } from './refusal.js';

/** Frames of one socket that may wait for a handler before no more is read; what ws has read by then (64 KiB) still joins. */
const WAITING_FRAMES = 16;

/** What handling a frame needs, beside the frame. */
export interface InboundParts {
  readonly core: GuardCore;
  readonly open: OpenSockets;
  readonly decode: Decode;
  readonly encode: Encode;
  readonly onError: (error: unknown, operation: string) => void;
}

/** A message that found its operation and was let through. */
interface Call {
  readonly operation: string;
  readonly context: string | undefined;
  readonly authorized: Authorized;
}

interface Judged {
  /** '' where the frame has none. */
  readonly operation: string;
  readonly context: string | undefined;
  readonly message: unknown;
  readonly decision: Decision;
}

/** Takes a frame: one after the other on each socket, in the order of arrival. */
export function receive(
  parts: InboundParts,
  socket: GuardedSocket,
  frame: Frame,
): void {
  if (socket.closing) return;
  if (socket.busy) {
    const waiting = (socket.waiting ??= []);
    waiting.push(frame);
    if (waiting.length >= WAITING_FRAMES) socket.webSocket.pause();
    return;
  }
  const work = handle(parts, socket, frame);
  if (work === undefined) return;
  socket.busy = true;
  void drain(parts, socket, work);
}

async function drain(
  parts: InboundParts,
  socket: GuardedSocket,
  first: Promise<void>,
): Promise<void> {
  await first;
  for (
    let frame = socket.waiting?.shift();
    frame !== undefined;
    frame = socket.waiting?.shift()
  ) {
    await handle(parts, socket, frame);
  }
  socket.waiting = undefined;
  socket.busy = false;
  socket.webSocket.resume();
}

/** Decides a frame and runs its handler. The promise never rejects; undefined: all is done. */
function handle(
  parts: InboundParts,
  socket: GuardedSocket,
  frame: Frame,
): Promise<void> | undefined {
  if (socket.closing) return undefined;
  const call = accept(parts, socket, frame);
  const handler = call && socket.channel.handlers.get(call.operation);
  if (call === undefined || handler === undefined) return undefined;
  try {
    const result = handler(call.authorized);
    if (isThenable(result)) return finish(parts, socket, call, result);
    reply(parts, socket, call, result);
  } catch (error) {
    fail(parts, socket, call.operation, error);
  }
  return undefined;
}

async function finish(
  parts: InboundParts,
  socket: GuardedSocket,
  call: Call,
  result: PromiseLike<unknown>,
): Promise<void> {
  try {
    reply(parts, socket, call, await result);
  } catch (error) {
    fail(parts, socket, call.operation, error);
  }
}

/** Nothing reaches a handler on another way. */
function accept(
  parts: InboundParts,
  socket: GuardedSocket,
  frame: Frame,
): Call | undefined {
  tick();
  const { operation, context, message, decision } = judge(parts, socket, frame);
  parts.core.emit(
    'inbound',
    operation,
    socket.caller,
    context ?? null,
    decision,
  );
  if (decision.outcome !== 'allowed') {
    parts.open.deny(socket, decision);
    return undefined;
  }
  const { parameters } = socket;
  const authorized = authorize(decision, {
    operation,
    message,
    context: context ?? '',
    parameters,
  });
  return { operation, context, authorized };
}

/** Decode, route, context, decide: the value that was routed is the value that is decided on and handed over. */
function judge(
  { core, decode }: InboundParts,
  socket: GuardedSocket,
  frame: Frame,
): Judged {
  let message: unknown;
  let operation: string | undefined;
  try {
    message = atOnce(decode(frame.data, frame.isBinary));
    operation = socket.channel.route(message);
  } catch {
    return {
      operation: '',
      context: undefined,
      message,
      decision: denied('malformed-message'),
    };
  }
  if (operation === undefined) {
    return {
      operation: '',
      context: undefined,
      message,
      decision: denied('unknown-operation'),
    };
  }
  const context = contextOf(core.policy, operation, socket, message);
  return {
    operation,
    context,
    message,
    decision: core.decide(operation, socket.caller, context),
  };
}

/** Sends what the handler returned, if the caller may still have it. Throws where it returned nothing: its caller waits. */
function reply(
  { core, open, encode }: InboundParts,
  socket: GuardedSocket,
  call: Call,
  message: unknown,
): void {
  if (
    core.policy.operations[call.operation]?.replies !== true ||
    socket.closing
  )
    return;
  if (message === undefined)
    throw new TypeError(
      `the handler of ${call.operation} returned undefined, and its caller waits for a reply: return the reply`,
    );
  const frame = encode(message);
  tick();
  const decision = core.decide(call.operation, socket.caller, call.context);
  core.emit(
    'reply',
    call.operation,
    socket.caller,
    call.context ?? null,
    decision,
  );
  if (decision.outcome === 'allowed') open.send(socket, frame);
  else open.deny(socket, decision);
}

/** The frame is lost: its sender must learn that. */
function fail(
  { onError }: InboundParts,
  socket: GuardedSocket,
  operation: string,
  error: unknown,
): void {
  socket.close(CLOSE.handlerFailed, 'handler-failed');
  onError(error, operation);
}
