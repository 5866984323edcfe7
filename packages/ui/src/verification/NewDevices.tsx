import type { Verification } from '@plexi/operations';
import { MonitorSmartphone } from 'lucide-react';
import { useTexts } from '../texts/TextsProvider.tsx';

/** The devices of somebody that came after the two had compared: to be asked about. */
export const NewDevices = ({ person }: { person: Verification }) => {
  const t = useTexts();
  const fresh = person.devices.filter(({ isNew }) => isNew);
  return (
    <section className="new-devices" aria-label={t('verify.new', { count: fresh.length })}>
      <p>
        <strong>{t('verify.new', { count: fresh.length })}</strong>
      </p>
      <p className="small">{t('verify.new.what', { name: person.name })}</p>
      <ul>
        {fresh.map(({ device, fingerprint, since }) => (
          <li key={device}>
            <MonitorSmartphone size={18} aria-hidden="true" />
            <div>
              <p className="mono small">
                <bdi>{fingerprint}</bdi>
              </p>
              <p className="small soft">{t('device.since', { since: new Date(since) })}</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
};
