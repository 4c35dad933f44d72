import { Card } from '../../parts/Card';
import { CopyBlock } from '../../parts/Copy';
import type { Definition } from '../../wire/types';

/** What the form comes to, as it would stand in the file. */
export function YamlCard({ definition, errors }: { definition: Definition | undefined; errors: number }) {
  return (
    <Card title="As YAML" note="for hale.yaml">
      <div className="p-4">
        {definition ? (
          <CopyBlock text={definition.yaml} label="Definition in YAML" />
        ) : (
          <p className="text-mute">{errors > 0 ? 'It appears here when nothing is to be mended any more.' : 'It appears here.'}</p>
        )}
      </div>
    </Card>
  );
}
