import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { ExpiryQueue, type Expiring } from '../../src/runtime/websocket/expiry-queue.js';

interface Item extends Expiring {
  readonly id: number;
}

const item = (id: number): Item => ({ id, expiresAt: Infinity, queuedAt: -1 });

/** Repeatable numbers from 0 to 1. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

test('due in order, with items taken out and moved', (t) => {
  mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_000_000 });
  t.after(() => {
    mock.timers.reset();
  });
  for (let seed = 1; seed <= 20; seed += 1) {
    const next = numbers(seed);
    const due: number[] = [];
    const queue = new ExpiryQueue<Item>(({ expiresAt }) => due.push(expiresAt));
    const items = Array.from({ length: 200 }, (_, id) => item(id));
    const start = Date.now();
    for (const one of items) queue.set(one, start + Math.floor(next() * 10_000));
    for (const one of items.filter(() => next() < 0.3)) queue.delete(one);
    for (const one of items.filter(() => next() < 0.3)) queue.set(one, start + Math.floor(next() * 10_000));
    const want = items.filter(({ queuedAt }) => queuedAt >= 0).map(({ expiresAt }) => expiresAt);
    mock.timers.tick(5_000);
    assert.equal(due.filter((time) => time > start + 5_000).length, 0);
    for (let round = 0; round < 100; round += 1) mock.timers.tick(100);
    assert.deepEqual(
      due,
      want.sort((one, other) => one - other),
      `seed ${String(seed)}`,
    );
  }
});

test('a time beyond the longest timer is waited for', (t) => {
  mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 0 });
  t.after(() => {
    mock.timers.reset();
  });
  const due: number[] = [];
  const queue = new ExpiryQueue<Item>(({ id }) => due.push(id));
  queue.set(item(1), 2 ** 31 + 1000);
  queue.set(item(2), Infinity);
  mock.timers.tick(2 ** 31 - 1);
  assert.deepEqual(due, []);
  mock.timers.tick(2000);
  assert.deepEqual(due, [1]);
});

test('nothing is due after clear, and an item that is queued again meanwhile is no endless loop', (t) => {
  mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 0 });
  t.after(() => {
    mock.timers.reset();
  });
  let calls = 0;
  const queue = new ExpiryQueue<Item>((one) => {
    calls += 1;
    queue.set(one, Date.now() + 1000);
  });
  queue.set(item(1), 500);
  for (let round = 0; round < 36; round += 1) mock.timers.tick(100);
  assert.equal(calls, 3);
  queue.clear();
  mock.timers.tick(10_000);
  assert.equal(calls, 3);
});
