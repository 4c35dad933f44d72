import { Dialog } from './Dialog';

const KEYS: [string[], string][] = [
  [['⌘ K', 'Ctrl K'], 'search services, projects, pages and actions'],
  [['/'], 'filter the list'],
  [['j', 'k'], 'next and previous row'],
  [['enter'], 'open the row'],
  [['x'], 'select the row'],
  [['esc'], 'clear the filter or the selection, close what is open'],
  [['c'], 'check the service now'],
  [['p'], 'pause or resume the service'],
  [['e'], 'edit the service'],
  [['ctrl enter'], 'save the form'],
  [['+', '-', '0'], 'zoom the graph, show all of it; arrow keys go from box to box'],
  [['?'], 'this help'],
];

export function Help({ onClose }: { onClose: () => void }) {
  return (
    <Dialog label="Keyboard" onClose={onClose}>
      <h2 className="card-head">Keyboard</h2>
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2 p-4">
        {KEYS.map(([keys, what]) => (
          <div key={what} className="contents">
            <dt className="flex gap-1">
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd className="text-mute">{what}</dd>
          </div>
        ))}
      </dl>
      <div className="flex justify-end border-line2 border-t p-3">
        <button type="button" className="btn" onClick={onClose}>
          Close
        </button>
      </div>
    </Dialog>
  );
}
