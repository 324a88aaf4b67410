// Run by clients_test.go, which has an agent with the bundle of ../stacker-orders
// at AGENT, its rows in the database at DATABASE_URL and PGHOST, and in CASES
// what each person has to see: [{name, user, action, table, now, rows, seen,
// filterable}], rows as a portal's back end has them, with related rows.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";

import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "@prisma/client";

import { Portal } from "./portal.mjs";

const cases = JSON.parse(readFileSync(process.env.CASES, "utf8"));
const keys = { statuses: "code" };
let portal, prisma;

before(async () => {
  portal = await Portal.open(process.env.AGENT, "client_orders");
  prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: process.env.DATABASE_URL }) });
});
after(() => prisma.$disconnect());

for (const { name, user, action, table, now, rows, seen, filterable } of cases) {
  const key = keys[table] ?? "id";

  test(`${name}: a page`, async () => {
    assert.deepEqual(await portal.page(user, action, table, rows, now), seen);
  });

  test(`${name}: one row at a time`, async () => {
    for (const row of rows.slice(0, 4)) {
      const decision = await portal.decide(user, action, table, { row, now });
      const cells = seen.find((s) => s[key] === row[key]);
      assert.equal(decision.allow, cells !== undefined);
      assert.deepEqual(decision.visible, Object.keys(cells ?? {}).sort());
    }
  });

  test(`${name}: ${filterable ? "a filter" : "no filter"}`, async () => {
    if (!filterable) {
      await assert.rejects(portal.filter(user, action, table, now), (error) => {
        assert.equal(error.code, "evaluation_error");
        return error.errors.every(({ message }) => /cannot be filtered by/.test(message));
      });
      return;
    }
    const filter = await portal.filter(user, action, table, now);
    const found = filter ? await prisma[table].findMany({ where: filter.where }) : [];
    assert.deepEqual(found.map((row) => row[key]).sort(), seen.map((row) => row[key]).sort());
    for (const row of found) {
      const cells = seen.find((s) => s[key] === row[key]);
      const shown = filter.mask(plain(row));
      for (const [field, value] of Object.entries(shown)) {
        // A mask is on every row, so that it hides more at times, and never less.
        assert.ok(value === null || value === cells[field], `${field} of ${row[key]}: ${value}, not ${cells[field]}`);
      }
    }
  });
}

// Prisma has decimals in a type of its own, which masks do not know.
function plain(row) {
  return Object.fromEntries(Object.entries(row).map(([k, v]) => [k, typeof v?.toNumber === "function" ? v.toNumber() : v]));
}
