import { randomBytes } from 'node:crypto';

/** An access key the emulator accepts. */
export interface EmulatorCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  /** When present, requests must carry it. */
  sessionToken?: string;
}

export interface KnownCredentials extends EmulatorCredentials {
  /** Milliseconds since the Unix epoch; absent means never. */
  expiresAt?: number;
  /** Whom GetCallerIdentity names. */
  arn: string;
  userId: string;
}

export const emulatorAccount = '123456789012';

/** The accepted access keys, the temporary ones among them. */
export class CredentialStore {
  readonly #permanent: readonly EmulatorCredentials[];
  readonly #known = new Map<string, KnownCredentials>();

  constructor(permanent: readonly EmulatorCredentials[]) {
    this.#permanent = permanent;
    this.reset();
  }

  find(accessKeyId: string): KnownCredentials | undefined {
    return this.#known.get(accessKeyId);
  }

  /** Issues temporary credentials as AssumeRole does. */
  issue(identity: {
    arn: string;
    roleSessionName: string;
    lifetimeSeconds: number;
  }): Required<KnownCredentials> {
    const issued = {
      accessKeyId: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
      secretAccessKey: randomBytes(30).toString('base64'),
      sessionToken: randomBytes(96).toString('base64'),
      expiresAt: Date.now() + identity.lifetimeSeconds * 1000,
      arn: identity.arn,
      userId: `AROAEMULATOR:${identity.roleSessionName}`,
    };
    this.#known.set(issued.accessKeyId, issued);
    return issued;
  }

  /** Forgets what was issued. */
  reset(): void {
    this.#known.clear();
    for (const credentials of this.#permanent) {
      this.#known.set(credentials.accessKeyId, {
        ...credentials,
        arn: `arn:aws:iam::${emulatorAccount}:user/emulator`,
        userId: 'AIDAEMULATOR',
      });
    }
  }
}
