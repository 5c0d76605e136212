import { HybridError } from '@ack-hybrid/core';

const notOursMarker = Symbol.for('ack-hybrid.NotOursError');
const addonMarker = Symbol.for('ack-hybrid.AddonError');

const carries = (value: unknown, marker: symbol): boolean => typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[marker] === true;

/** Something of the name that we use exists already and isn't ours, or others use what is ours: we leave it alone. */
export class NotOursError extends HybridError {
  /** `RAM user x`, `Secret kube-system/alibaba-addon-secret`. */
  readonly target: string;

  constructor(fields: { readonly target: string; readonly message: string; readonly remediation: string }) {
    super({ code: 'NotOurs', message: `${fields.target}: ${fields.message}`, remediation: fields.remediation });
    this.target = fields.target;
  }

  get [notOursMarker](): true {
    return true;
  }

  static override isInstance(value: unknown): value is NotOursError {
    return carries(value, notOursMarker);
  }
}

/** Container Service gave up installing or uninstalling the add-on. */
export class AddonError extends HybridError {
  constructor(fields: { readonly message: string; readonly remediation: string }) {
    super({ code: 'AddonFailed', message: fields.message, remediation: fields.remediation });
  }

  get [addonMarker](): true {
    return true;
  }

  static override isInstance(value: unknown): value is AddonError {
    return carries(value, addonMarker);
  }
}
