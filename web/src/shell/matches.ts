/** How well a name fits what was typed; 0 is not at all. A start beats a word's start, that beats the middle, that beats scattered letters. */
export function closeness(name: string, typed: string): number {
  if (typed === '') return 1;
  const text = name.toLowerCase();
  const query = typed.toLowerCase();
  const at = text.indexOf(query);
  if (at === 0) return 100 - text.length / 1000;
  if (at > 0) return (/[\s\-_/.]/.test(text[at - 1] as string) ? 80 : 60) - text.length / 1000;
  let from = 0;
  for (const letter of query) {
    const found = text.indexOf(letter, from);
    if (found < 0) return 0;
    from = found + 1;
  }
  return 20 - text.length / 1000;
}
