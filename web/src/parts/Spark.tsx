import { tone } from './StatusBadge';

const WIDTH = 92;
const HEIGHT = 20;

/** The newest latencies as a line; a gap and a red foot where a check failed. */
export function Spark({ values, status }: { values: readonly number[]; status: string }) {
  if (values.length < 2) return <span className="block h-5 w-[92px]" aria-hidden />;
  const good = values.filter((value) => !Number.isNaN(value));
  const high = Math.max(...good, 1);
  const low = Math.min(...good, high);
  const room = Math.max(high - low, high * 0.6);
  const x = (i: number) => ((i * (WIDTH - 2)) / (values.length - 1) + 1).toFixed(1);
  const y = (value: number) => (HEIGHT - 4 - ((value - low) / room) * (HEIGHT - 7)).toFixed(1);
  let line = '';
  values.forEach((value, i) => {
    if (!Number.isNaN(value)) line += `${i === 0 || Number.isNaN(values[i - 1] as number) ? 'M' : 'L'}${x(i)} ${y(value)}`;
  });
  const misses = values.flatMap((value, i) => (Number.isNaN(value) ? [i] : []));
  return (
    <svg width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden className="block">
      <path
        d={line}
        fill="none"
        stroke={tone(status) === 'deg' ? 'var(--deg-fill)' : 'var(--faint)'}
        strokeWidth="1.4"
        strokeLinejoin="round"
      />
      {misses.map((i) => (
        <rect key={i} x={Number(x(i)) - 1} y={HEIGHT - 3} width="2" height="3" rx="1" fill="var(--down-fill)" />
      ))}
    </svg>
  );
}
