import { definition } from '../../format/yaml';
import { Card } from '../../parts/Card';
import { CopyBlock } from '../../parts/Copy';
import type { Service } from '../../wire/types';

/** The service as `hale.yaml` says it. */
export function Definition({ service }: { service: Service }) {
  const file = service.managed_by === 'file';
  return (
    <Card title="Definition" note={file ? `declared in ${service.declared_at ?? 'hale.yaml'}` : 'made through the API'}>
      <div className="p-4">
        <p className="mb-3 text-mute">
          {file
            ? 'It is read-only here: change the file, and the hub follows within five seconds.'
            : 'Put it into hale.yaml to declare it in the file. Every setting that is in force is named, defaults included; credentials read ***.'}
        </p>
        <CopyBlock text={definition(service)} label="Definition in YAML" />
      </div>
    </Card>
  );
}
