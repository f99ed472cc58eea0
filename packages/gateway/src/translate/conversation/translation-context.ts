import { GatewayError } from '../../gateway-error.ts';
import type { ModelCapabilities } from '../capabilities/model-capabilities.ts';

/** Something of the client's request that Bedrock did not get as it was. */
export interface Notice {
  /** Where it stood in the client's body, such as `logit_bias`. */
  field: string;
  reason: string;
  /** `changed` still serves the request's purpose; `dropped` is gone. */
  kind: 'dropped' | 'changed';
}

/** What one translation knows and reports. In strict mode dropping anything throws a 400. */
export class TranslationContext {
  readonly notices: Notice[] = [];

  readonly capabilities: ModelCapabilities;
  private readonly isStrict: boolean;

  constructor(capabilities: ModelCapabilities, isStrict: boolean) {
    this.capabilities = capabilities;
    this.isStrict = isStrict;
  }

  /** Reports that a field is left out. Throws in strict mode. */
  drop(field: string, reason: string): void {
    if (this.isStrict) {
      throw new GatewayError(`${field}: ${reason}`, {
        status: 400,
        code: 'unsupported_parameter',
        param: field,
      });
    }
    this.notices.push({ field, reason, kind: 'dropped' });
  }

  /** Reports that a field was carried in another way than asked. */
  change(field: string, reason: string): void {
    this.notices.push({ field, reason, kind: 'changed' });
  }
}
