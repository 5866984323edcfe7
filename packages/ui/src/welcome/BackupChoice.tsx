import { FileKey2 } from 'lucide-react';
import { FileTrigger } from 'react-aria-components';
import { encodeBase64url } from '../canvas/base64url.ts';
import { Button } from '../controls/Button.tsx';
import { Field } from '../controls/Field.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';

/** A backup file that a person chose, and what opens it. */
export interface ChosenBackup {
  file: File;
  opens: string;
}

/** What `account.restore` takes of it. */
export const readBackup = async ({
  file,
  opens,
}: ChosenBackup): Promise<{ backup: string; opens: string }> => ({
  backup: encodeBase64url(new Uint8Array(await file.arrayBuffer())),
  opens,
});

export interface BackupChoiceProps {
  chosen: ChosenBackup | undefined;
  onChange: (chosen: ChosenBackup | undefined) => void;
  tried: boolean;
}

/** A backup leads back into the spaces; without one, another device or an invite has to. */
export const BackupChoice = ({ chosen, onChange, tried }: BackupChoiceProps) => {
  const t = useTexts();
  return (
    <div className="form">
      <div className="row">
        <FileTrigger
          acceptedFileTypes={['.plexi-backup']}
          onSelect={(files) => {
            const file = files?.[0];
            if (file !== undefined) onChange({ file, opens: chosen?.opens ?? '' });
          }}
        >
          <Button icon={<FileKey2 size={16} />}>
            {t(chosen === undefined ? 'restore.backup' : 'restore.backup.other')}
          </Button>
        </FileTrigger>
        {chosen === undefined ? null : (
          <Button look="quiet" onPress={() => onChange(undefined)}>
            {t('restore.backup.none')}
          </Button>
        )}
      </div>
      {chosen === undefined ? (
        <p className="small soft">{t('restore.backup.hint')}</p>
      ) : (
        <>
          <p className="small">
            <bdi>{chosen.file.name}</bdi>
          </p>
          <Field
            label={t('restore.backup.opens')}
            type="password"
            maxLength={1024}
            value={chosen.opens}
            onChange={(opens) => onChange({ ...chosen, opens })}
            problem={tried && chosen.opens === '' ? t('restore.backup.opens.empty') : undefined}
          />
        </>
      )}
    </div>
  );
};
