/** Something that happened to a service while its latency was measured. */
export interface Mark {
  at: number;
  kind: 'version' | 'edit';
  /** A word or two for its label. */
  label: string;
  /** What it was, in a sentence. */
  text: string;
}

/** Marks that share a label, and where it belongs. */
export interface Placed {
  left: number;
  marks: Mark[];
}

/** Labels that are nearer to each other than this, in pixels, become one. */
const NEAR = 60;

/** Where the labels belong. @param x - Where a time lies. */
export function placed(marks: readonly Mark[], x: (at: number) => number): Placed[] {
  const groups: Placed[] = [];
  for (const mark of [...marks].sort((a, b) => a.at - b.at)) {
    const last = groups.at(-1);
    const left = x(mark.at);
    // Measured from a group's first: a row of many must not melt into one.
    if (last && left - x((last.marks[0] as Mark).at) < NEAR) {
      last.marks.push(mark);
      last.left = (x((last.marks[0] as Mark).at) + left) / 2;
    } else groups.push({ left, marks: [mark] });
  }
  return groups;
}

/** What stands on a label. */
export function labelled({ marks }: Placed): string {
  const versions = marks.filter((mark) => mark.kind === 'version');
  const newest = versions.at(-1);
  if (newest) return marks.length > 1 ? `${newest.label} +${marks.length - 1}` : newest.label;
  return marks.length > 1 ? `${marks.length} edits` : (marks[0] as Mark).label;
}
