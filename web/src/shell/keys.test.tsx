// @vitest-environment jsdom
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { useKeys } from './keys';

const pressed = vi.fn();
let root: ReturnType<typeof createRoot>;

function Page() {
  useKeys({ j: () => pressed('j'), escape: () => pressed('escape') });
  return <input />;
}

const press = (key: string, more: KeyboardEventInit = {}, on: Element = document.body) =>
  on.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, ...more }));

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  pressed.mockReset();
  const box = document.body.appendChild(document.createElement('div'));
  root = createRoot(box);
  act(() => root.render(<Page />));
});

afterEach(() => {
  act(() => root.unmount());
  document.body.replaceChildren();
});

test('a key of the page acts, whatever its case', () => {
  press('j');
  press('Escape');
  expect(pressed.mock.calls).toEqual([['j'], ['escape']]);
});

test('keys rest while somebody writes, with a modifier, and while a dialog is open', () => {
  press('j', {}, document.querySelector('input') as Element);
  press('j', { ctrlKey: true });
  const dialog = document.body.appendChild(document.createElement('dialog'));
  dialog.setAttribute('open', '');
  press('j');
  expect(pressed).not.toHaveBeenCalled();
});

test('a page that is left hears nothing', () => {
  act(() => root.unmount());
  press('j');
  expect(pressed).not.toHaveBeenCalled();
  root = createRoot(document.body.appendChild(document.createElement('div')));
});
