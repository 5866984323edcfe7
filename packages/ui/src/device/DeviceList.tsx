import type { Device } from '@plexi/operations';
import { Laptop, MonitorX, Pencil, Plus } from 'lucide-react';
import { useState } from 'react';
import { useQuery } from '../connection/use-query.ts';
import { Button } from '../controls/Button.tsx';
import { Waiting } from '../controls/Waiting.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { AddDevice } from './AddDevice.tsx';
import { NameDevice } from './NameDevice.tsx';
import { RemoveDevice } from './RemoveDevice.tsx';

/** The computers of this account: which there are, bringing in another, and putting out a lost one [G8]. */
export const DeviceList = () => {
  const t = useTexts();
  const devices = useQuery('device.list', {}, ({ type }) => ['space', 'spaces', 'settings'].includes(type));
  const [lost, setLost] = useState<Device>();
  const [named, setNamed] = useState<Device>();
  const [adding, setAdding] = useState(false);
  return (
    <section className="devices" aria-labelledby="devices-title">
      <h3 id="devices-title">{t('device.title')}</h3>
      <p className="small soft">{t('device.lead')}</p>
      {devices.data === undefined ? <Waiting>{t('device.loading')}</Waiting> : null}
      <FailureNotice failure={devices.failure} onRetry={devices.reload} />
      <ul className="device-list">
        {(devices.data ?? []).map((device) => (
          <li key={device.device} className="device">
            <Laptop size={20} aria-hidden="true" />
            <div className="device-words">
              <p>
                {device.name === undefined ? null : (
                  <strong>
                    <bdi>{device.name}</bdi>
                  </strong>
                )}
                {device.name !== undefined && device.self ? ' · ' : null}
                {device.self ? t('device.this') : device.name === undefined ? t('device.other') : null}
              </p>
              <p className="small soft">
                {t('device.spaces', { count: device.spaces.length })} ·{' '}
                {t('device.since', { since: new Date(device.since) })}
              </p>
              <p className="mono tiny faint">
                <bdi>{device.fingerprint}</bdi>
              </p>
            </div>
            <div className="device-actions">
              <Button
                look="quiet"
                icon={<Pencil size={15} />}
                aria-label={t('device.name.of', { fingerprint: device.fingerprint.slice(0, 9) })}
                onPress={() => setNamed(device)}
              >
                {t('device.name')}
              </Button>
              {device.self ? null : (
                <Button
                  look="quiet"
                  icon={<MonitorX size={15} />}
                  aria-label={t('device.remove.name', { fingerprint: device.fingerprint.slice(0, 9) })}
                  onPress={() => setLost(device)}
                >
                  {t('device.remove')}
                </Button>
              )}
            </div>
          </li>
        ))}
      </ul>
      <Button icon={<Plus size={16} />} onPress={() => setAdding(true)}>
        {t('device.add')}
      </Button>
      {adding ? <AddDevice onClose={() => setAdding(false)} /> : null}
      {named === undefined ? null : <NameDevice device={named} onClose={() => setNamed(undefined)} />}
      {lost === undefined ? null : <RemoveDevice device={lost} onClose={() => setLost(undefined)} />}
    </section>
  );
};
