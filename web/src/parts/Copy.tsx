import { Check, Copy as CopyIcon } from 'lucide-react';
import { useState } from 'react';
import { complain } from './Toast';

/** Text to be taken along: monospaced, with a button that copies it. */
export function CopyBlock({ text, label }: { text: string; label: string }) {
  const [done, setDone] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setDone(true);
      setTimeout(() => setDone(false), 2000);
    } catch (error) {
      complain('Not copied', error);
    }
  };
  return (
    <div className="relative">
      <pre
        role="group"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a long line is scrolled with the keys
        tabIndex={0}
        className="num overflow-x-auto rounded-[7px] border border-line2 bg-bg p-3 pr-20 text-[12px] leading-[1.55] text-mute"
        aria-label={label}
      >
        {text}
      </pre>
      <button type="button" className="btn absolute top-2 right-2" onClick={copy}>
        {done ? <Check size={13} aria-hidden /> : <CopyIcon size={13} aria-hidden />}
        {done ? 'Copied' : 'Copy'}
      </button>
    </div>
  );
}
