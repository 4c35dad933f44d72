import { expect, test } from 'vitest';
import { adopt } from './early';

const CONNECTING = 0;
const OPEN = 1;
const CLOSED = 3;

function early(readyState: number, ...said: string[]) {
  const heard: string[] = [];
  const socket = { readyState, onopen: null, onmessage: null, onclose: null, close: () => undefined } as Parameters<
    typeof adopt
  >[0]['socket'];
  const taken = adopt({ socket, said: said.map((data) => ({ data })) });
  if (taken) {
    taken.onopen = () => heard.push('open');
    taken.onmessage = ({ data }) => heard.push(data as string);
  }
  return { taken, heard };
}

test('what was said before the script was there is heard in its order, after the handlers are set', async () => {
  const { heard } = early(OPEN, 'snapshot', 'change');
  expect(heard).toEqual([]);
  await Promise.resolve();
  expect(heard).toEqual(['open', 'snapshot', 'change']);
});

test('one that is not open yet opens by itself', async () => {
  const { taken, heard } = early(CONNECTING);
  await Promise.resolve();
  expect(taken).not.toBeNull();
  expect(heard).toEqual([]);
});

test('one that has ended is not taken', () => expect(early(CLOSED, 'snapshot').taken).toBeNull());
