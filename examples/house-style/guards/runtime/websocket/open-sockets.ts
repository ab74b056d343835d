import type { WebSocket } from 'ws';
import { tick } from '../clock.js';
import type { Decision } from '../decision.js';
import type { GuardCore } from '../guard-core.js';
import { admission } from './admission.js';
import { ExpiryQueue } from './expiry-queue.js';
import type { GuardedSocket } from './guarded-socket.js';
import { startHeartbeat } from './heartbeat.js';
import { CLOSE, closeCodeOf, needsNewEvidence, refusalOf } from './refusal.js';
import { joinChannel, leaveChannel } from './served-channel.js';

/** How long peers may take to answer the goodbye of a server that shuts down. */
const GOODBYE_MS = 2000;
/** A proof that ended without ending the socket is looked at again no sooner than this. */
const REVIEW_MS = 1000;

/** All open sockets of one `serve`: what time, revocation, silence and denials do to them. */
export class OpenSockets {
  readonly #core: GuardCore;
  readonly #closeOnDenial: boolean;
  readonly #maxBacklog: number;
  readonly #sockets = new Map<WebSocket, GuardedSocket>();
  readonly #expiry = new ExpiryQueue<GuardedSocket>((socket) => {
    this.#review(socket);
  });
  readonly #stops: (() => void)[];

  constructor(core: GuardCore, closeOnDenial: boolean, maxBacklog: number) {
    this.#core = core;
    this.#closeOnDenial = closeOnDenial;
    this.#maxBacklog = maxBacklog;
    this.#stops = [
      startHeartbeat(() => this.#sockets.values()),
      core.onRevoke(() => {
        for (const socket of this.#sockets.values()) this.#review(socket);
      }),
    ];
  }

  get(webSocket: WebSocket): GuardedSocket | undefined {
    return this.#sockets.get(webSocket);
  }

  add(socket: GuardedSocket): void {
    this.#sockets.set(socket.webSocket, socket);
    joinChannel(socket);
    // A WebSocketServer may have asked the app meanwhile (`verifyClient`), long enough for a proof to end.
    if (this.#holds(socket))
      this.#expiry.set(socket, this.#core.expiryOf(socket.caller));
  }

  remove(webSocket: WebSocket): void {
    const socket = this.#sockets.get(webSocket);
    if (socket === undefined) return;
    socket.closing = true;
    socket.waiting = undefined;
    this.#sockets.delete(webSocket);
    leaveChannel(socket);
    this.#expiry.delete(socket);
  }

  /** What a decision about one message means for its socket. A missing role or scope leaves it open, within limits. */
  deny(socket: GuardedSocket, decision: Decision): void {
    if (decision.outcome === 'allowed' || socket.closing) return;
    const ends = decision.outcome === 'undecided' || needsNewEvidence(decision);
    const tooMany = !ends && socket.countDenial(Date.now());
    if (ends || tooMany || this.#closeOnDenial) this.#end(socket, decision);
  }

  /** Ends the socket where its proofs are gone; what this one may merely not read does not concern it. */
  skip(socket: GuardedSocket, decision: Decision): void {
    if (decision.outcome === 'allowed') return;
    if (decision.outcome === 'undecided' || needsNewEvidence(decision))
      this.#end(socket, decision);
  }

  /** Sends a frame; false where nobody is there to read it. */
  send(socket: GuardedSocket, frame: string | Buffer): boolean {
    const { webSocket } = socket;
    if (webSocket.readyState !== webSocket.OPEN || this.cutIdler(webSocket))
      return false;
    webSocket.send(frame);
    return true;
  }

  /** Cuts a peer that does not read what it is sent, pongs among it: what waits for it would fill our memory. */
  cutIdler(webSocket: WebSocket): boolean {
    const isIdle = webSocket.bufferedAmount > this.#maxBacklog;
    if (isIdle) webSocket.terminate();
    return isIdle;
  }

  /** Closes every socket; resolves when all are closed. */
  async close(): Promise<void> {
    for (const stop of this.#stops) stop();
    this.#expiry.clear();
    const open = [...this.#sockets.keys()];
    const closed = open.map(
      (webSocket) => new Promise((resolve) => webSocket.once('close', resolve)),
    );
    for (const socket of this.#sockets.values())
      socket.close(CLOSE.goingAway, 'going-away');
    const timer = setTimeout(() => {
      for (const webSocket of open) webSocket.terminate();
    }, GOODBYE_MS);
    await Promise.all(closed);
    clearTimeout(timer);
  }

  #review(socket: GuardedSocket): void {
    if (socket.closing || !this.#holds(socket)) return;
    const expiry = this.#core.expiryOf(socket.caller);
    const now = Date.now();
    this.#expiry.set(socket, expiry > now ? expiry : now + REVIEW_MS);
  }

  /** Whether the socket may stay; it is ended where not. */
  #holds(socket: GuardedSocket): boolean {
    tick();
    const decision = admission(
      this.#core,
      socket.caller,
      socket.channel.operations,
      socket,
    );
    if (decision.outcome === 'allowed') return true;
    this.#core.emit('time', '', socket.caller, null, decision);
    this.#end(socket, decision);
    return false;
  }

  #end(
    socket: GuardedSocket,
    decision: Exclude<Decision, { outcome: 'allowed' }>,
  ): void {
    const refusal = refusalOf(decision);
    this.#expiry.delete(socket);
    socket.close(closeCodeOf(refusal), refusal.code);
  }
}
