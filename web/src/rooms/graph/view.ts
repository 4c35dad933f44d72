/** The part of the picture that is seen, in the picture's own units. */
export interface View {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Boxes are never drawn larger than they are made for, and never so small that their text is gone for good. */
const LARGEST = 1.4;
const SMALLEST = 0.12;

/** The whole picture in the middle of the screen. */
export function whole(picture: { width: number; height: number }, screen: { width: number; height: number }): View {
  const scale = Math.min(1, screen.width / Math.max(1, picture.width), screen.height / Math.max(1, picture.height));
  const [width, height] = [screen.width / scale, screen.height / scale];
  return { x: (picture.width - width) / 2, y: (picture.height - height) / 2, width, height };
}

/** Below this scale nothing can be read. */
const LEGIBLE = 0.3;

/** What is seen first: the whole, or where that can't be read, what is around a point of it. */
export function opening(
  picture: { width: number; height: number },
  screen: { width: number; height: number },
  at: { x: number; y: number },
): View {
  const all = whole(picture, screen);
  if (screen.width / all.width >= LEGIBLE) return all;
  const [width, height] = [screen.width / (2 * LEGIBLE), screen.height / (2 * LEGIBLE)];
  return { x: at.x - width / 2, y: at.y - height / 2, width, height };
}

/** Nearer (above 1) or further, about a point of the screen from 0 to 1 that stays where it is. */
export function zoomed(view: View, by: number, screen: { width: number }, about = { x: 0.5, y: 0.5 }): View {
  const now = screen.width / view.width;
  const factor = Math.min(LARGEST, Math.max(SMALLEST, now * by)) / now;
  const [width, height] = [view.width / factor, view.height / factor];
  return { x: view.x + (view.width - width) * about.x, y: view.y + (view.height - height) * about.y, width, height };
}

/** The same part of it, moved so that a box is seen. */
export function showing(view: View, at: { x: number; y: number }, margin = 120): View {
  const into = (value: number, from: number, length: number) =>
    length < 2 * margin ? value - length / 2 : Math.min(Math.max(from, value + margin - length), value - margin);
  return { ...view, x: into(at.x, view.x, view.width), y: into(at.y, view.y, view.height) };
}
