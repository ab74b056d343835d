/** What the app presents to the cluster. */
export interface Presented {
  readonly tls: boolean;
  /** The SASL mechanism, if any. */
  readonly mechanism: string | null;
  /** Whether a client certificate is presented. */
  readonly certificate: boolean;
}

/** What to do about an error of kafkajs or of Node: their own words name neither the document nor the option. */
export function hintOf(error: unknown, presented: Presented): string {
  const chain = causes(error);
  const own = chain.find(({ name }) => name === 'KafkaConnectionError');
  if (own !== undefined) return withoutStop(own.message);
  for (const { code, type, message } of chain) {
    const hint = known(`${type} ${code} ${message}`, presented);
    if (hint !== undefined) return hint;
  }
  return withoutStop(chain[0]?.message ?? String(error));
}

interface Cause {
  readonly name: string;
  readonly code: string;
  readonly type: string;
  readonly message: string;
}

function causes(error: unknown): readonly Cause[] {
  const chain: Cause[] = [];
  const seen = new Set<unknown>();
  let next = error;
  while (next instanceof Error && !seen.has(next)) {
    seen.add(next);
    chain.push({
      name: next.name,
      code: 'code' in next ? String(next.code) : '',
      type: 'type' in next ? String(next.type) : '',
      message: next.message,
    });
    next = next.cause;
  }
  return chain;
}

const HINTS: readonly [RegExp, (presented: Presented) => string | undefined][] =
  [
    [
      /UNSUPPORTED_SASL_MECHANISM/,
      ({ mechanism }) =>
        `the broker does not offer ${mechanism ?? 'this mechanism'} on this port`,
    ],
    [
      /ILLEGAL_SASL_STATE/,
      () =>
        'the broker asks for no SASL on this port; the document names another port or another protocol',
    ],
    [
      /ALTNAME_INVALID/,
      () =>
        "the broker's certificate is not of this host: it must name it among its subject alternative names",
    ],
    [
      /UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|SELF_SIGNED|self.signed certificate|unable to verify|local issuer/,
      () =>
        "the broker's certificate is of an authority that is not trusted; give the authority by the option ca",
    ],
    [/CERT_HAS_EXPIRED/, () => "the broker's certificate has expired"],
    [
      /ALERT_(?:BAD_)?CERTIFICATE|ALERT_UNKNOWN_CA|CERTIFICATE_(?:UNKNOWN|REQUIRED)|alert (?:bad )?certificate|alert unknown ca/,
      ({ certificate }) =>
        certificate
          ? 'the broker does not accept the client certificate'
          : 'the broker asks for a client certificate, and none is given',
    ],
    [
      /WRONG_VERSION_NUMBER|packet length too long|before secure TLS connection/,
      () => 'the broker speaks no TLS on this port',
    ],
    [/ENOTFOUND|EAI_AGAIN/, () => 'its host name is unknown'],
    [/ECONNREFUSED/, () => 'nothing listens there'],
    [
      /timeout/i,
      () =>
        'no answer in time; a firewall, or a port on which something else listens',
    ],
    [
      /Closed connection|closed by the server|ECONNRESET|EPIPE/,
      (presented) => closed(presented),
    ],
  ];

function known(text: string, presented: Presented): string | undefined {
  return HINTS.find(([pattern]) => pattern.test(text))?.[1](presented);
}

function closed({ tls, mechanism }: Presented): string {
  if (!tls)
    return 'the broker hung up; it may speak TLS on this port, while the policy has it off';
  return mechanism === null
    ? 'the broker hung up; it may ask for SASL on this port, while no login by SASL is given'
    : 'the broker hung up; it may speak no TLS on this port';
}

function withoutStop(text: string): string {
  return text.replace(/\.$/, '');
}
