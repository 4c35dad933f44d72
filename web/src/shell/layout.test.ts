import { expect, test } from 'vitest';
import { layoutOf } from './layout';

test.each([
  ['', null, 'team'],
  ['', 'dense', 'dense'],
  ['?layout=wall', 'dense', 'wall'],
  ['?layout=huge', 'dense', 'dense'],
  ['?layout=huge', 'huge', 'team'],
])('the address %s, with %s remembered, is laid out as %s', (search, remembered, expected) => {
  expect(layoutOf(search, remembered)).toBe(expected);
});
