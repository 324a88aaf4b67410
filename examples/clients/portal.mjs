// The back end of a portal, as far as permissions go: what it asks of the OPA
// agent that has the portal's bundle, with OPA's own client, and how it asks its
// database, with Prisma, for the rows that a person may see.
import { OPAClient } from "@open-policy-agent/opa";

export class Portal {
  #opa;
  #name;
  #catalog;

  // A portal is known by its name, under which the bundle has its rules.
  static async open(agent, name) {
    const portal = new Portal();
    portal.#opa = new OPAClient(agent);
    portal.#name = name;
    portal.#catalog = await portal.#opa.evaluate(`${name}/catalog`);
    return portal;
  }

  // What a decision on an action looks into, and what a row so has to have.
  needs(table, action) {
    return this.#catalog.tables[table].actions[action].needs;
  }

  // Whether a person may do something, and what they see of the row: the whole
  // decision. The user is an input.user; now is left to the agent's clock
  // outside of tests.
  decide(user, action, table, { row, set, now } = {}) {
    const resource = { type: "table", name: table };
    return this.#opa.evaluate(`${this.#name}/decision`, { user, action, resource, row, set, now });
  }

  // Those of the rows, a page of a table, that a person sees, cell by cell.
  async page(user, action, table, rows, now) {
    const resource = { type: "table", name: table };
    const seen = await this.#opa.evaluate(`${this.#name}/visible`, { user, action, resource, rows, now });
    return seen.map(({ row }) => row);
  }

  // The `where` for Prisma's model of the table, by which the database finds the
  // rows on which an action is allowed, and a mask for each row found: null where
  // there are none. It throws where a statement of the person's cannot be
  // expressed so; pages have the answer then.
  async filter(user, action, table, now) {
    const { alias, actions, joins } = this.#catalog.tables[table];
    const { path, unknowns, mask_rule: maskRule } = actions[action].filter;
    const filters = await this.#opa
      .getFilters(path, { user, now }, { ucastPrisma: { primary: alias }, unknowns, compileOptions: { maskRule } })
      .catch((error) => {
        if (/^No result for target/.test(error.message)) return null; // OPA's way to say: no rows
        throw error;
      });
    return filters && { where: related(filters.query, joins), mask: filters.mask };
  }
}

// The client has conditions on related rows under the alias of their join, as in
// invoices__order__contact; Prisma has them under the relations that lead there.
function related(where, joins) {
  const parts = Object.entries(where).map(([name, condition]) => {
    if (name === "AND" || name === "OR") return { [name]: condition.map((part) => related(part, joins)) };
    if (!(name in joins)) return { [name]: condition };
    const relations = name.split("__").slice(1);
    return relations.reduceRight((inner, relation) => ({ [relation]: inner }), condition);
  });
  return parts.length === 1 ? parts[0] : { AND: parts };
}
