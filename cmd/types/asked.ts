export type Table = keyof Fields;
export type Kind = keyof Actions;
export type Name<K extends Kind> = keyof Actions[K] & string;
export type Action<K extends Kind, N extends Name<K>> = Actions[K][N];

/** A row as decisions are asked of it. What it lacks is unknown, and allows nothing; the
 * catalog's `needs` say what a decision looks into. */
export type Row<T extends Table> = Partial<Fields[T]> & (T extends keyof Relations ? Partial<Relations[T]> : {});

/** What a person sees of a row: a mask of an enum may be any text. */
export type Cells<T extends Table> = { [F in keyof Fields[T]]?: Shown<Fields[T][F]> | null };
export type Shown<V> = V extends string ? string : V extends (infer E)[] ? Shown<E>[] : V;

export interface User {
  /** Without one, the request is of a person without a login. */
  login?: Login | null;
  profiles?: Profile[];
  team?: Team | null;
  /** Of a team that the policy does not declare. */
  team_profiles?: Profile[];
  /** Likewise. */
  team_properties?: TeamProperties;
  properties?: UserProperties;
  record?: Person | null;
}

/** The table that a table, a report or a form is of. */
export type Of<K extends Kind, N extends Name<K>> = K extends "table"
  ? N & Table
  : K extends "report"
    ? N extends keyof Reports ? Reports[N]["table"] & Table : never
    : K extends "form"
      ? N extends keyof Forms ? Forms[N]["table"] & Table : never
      : never;

/** What a decision is asked with: the `input` of the rules. */
export interface Request<K extends Kind = Kind, N extends Name<K> = Name<K>> {
  user?: User | null;
  action: Action<K, N>;
  resource: { type: K; name: N };
  row?: Row<Of<K, N>> | null;
  /** For `visible`, in place of `row`. */
  rows?: Row<Of<K, N>>[];
  /** What is sent for a write. */
  set?: Partial<Fields[Of<K, N>]>;
  /** Related records of the row as it would be. */
  related?: Row<Of<K, N>>;
  /** Who is written to, for messages. */
  to?: { key: unknown; profiles: Profile[] };
  /** The clock's when it is not given. */
  now?: string;
}

export interface Reason {
  /** A file and a line. */
  statement: string;
  effect: "allow" | "deny";
  profile: Profile;
}

/** What `decision` gives. */
export interface Decision<T extends Table = Table> {
  allow: boolean;
  visible: (keyof Fields[T] & string)[];
  masked: Cells<T>;
  editable: (keyof Fields[T] & string)[];
  set: Partial<Fields[T]>;
  because: Reason[];
  message: string | null;
}

/** What `visible` gives of each row. */
export interface Visible<T extends Table> {
  row: Cells<T>;
  hidden: (keyof Fields[T] & string)[];
  masked: (keyof Fields[T] & string)[];
}

/** What `access` gives: what the portal's screens need. */
export interface Access {
  tables: { [N in Name<"table">]?: Action<"table", N>[] };
  reports: { [N in Name<"report">]?: Action<"report", N>[] };
  forms: Name<"form">[];
  pages: Name<"page">[];
  dashboards: Name<"dashboard">[];
  channels: { [N in Name<"channel">]?: Action<"channel", N>[] };
  capabilities: Name<"capability">[];
  message: { everyone: boolean; users: unknown[]; profiles: Profile[]; denied_users: unknown[]; denied_profiles: Profile[] };
  menu: { section: string; label: string; items: { type: Kind; name: string; label: string; as: "object" | "board" | "page" | "dashboard" }[] }[];
  sortable: { [name: string]: string[] };
}
