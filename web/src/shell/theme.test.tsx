// @vitest-environment jsdom
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { expect, test, vi } from 'vitest';

const drawn: [said: boolean, painted: boolean][] = [];

function Chart({ useDark }: { useDark: () => boolean }) {
  drawn.push([useDark(), document.documentElement.classList.contains('dark')]);
  return null;
}

test('what is drawn between the wish of the system and the paint is drawn in the colours that are there, and anew afterwards', async () => {
  let turned = () => {};
  const system = {
    matches: false,
    addEventListener: (_: string, listener: () => void) => {
      turned = listener;
    },
  };
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  vi.stubGlobal('matchMedia', () => system);
  const { useDark } = await import('./theme');
  const root = createRoot(document.createElement('div'));
  act(() => root.render(<Chart useDark={useDark} />));
  system.matches = true;
  act(() => root.render(<Chart useDark={useDark} />));
  act(() => turned());
  expect(drawn).toEqual([
    [false, false],
    [false, false],
    [true, true],
  ]);
  act(() => root.unmount());
});
