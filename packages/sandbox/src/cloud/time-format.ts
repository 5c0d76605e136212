/** `2026-11-21T08:31:58Z`, as the RPC services write times. */
export function isoSeconds(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

/** `2026-11-21T08:31Z`, as ECS writes the creation of an instance. */
export function isoMinutes(time: number): string {
  return `${new Date(time).toISOString().slice(0, 16)}Z`;
}

/** `2026-11-21T16:31:58+08:00`, as Container Service writes times. */
export function isoChina(time: number): string {
  return `${new Date(time + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`;
}
