-- What customers do, a part of it, as policies of PostgreSQL, in the form that
-- Supabase's guide has them: for `portcullis import postgres`.
CREATE TABLE public.people (
    id uuid NOT NULL PRIMARY KEY,
    name text,
    email text NOT NULL
);
CREATE TABLE public.orders (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    contact_id uuid NOT NULL REFERENCES public.people(id),
    status text DEFAULT 'draft'::text NOT NULL,
    total numeric(10,2),
    margin numeric(10,2),
    note text
);
CREATE TABLE public.order_items (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id bigint NOT NULL REFERENCES public.orders(id),
    quantity integer NOT NULL
);

ALTER TABLE public.people ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.orders ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.order_items ENABLE ROW LEVEL SECURITY;

CREATE POLICY "own row" ON public.people FOR SELECT TO authenticated USING ((SELECT auth.uid()) = id);
CREATE POLICY "own orders" ON public.orders FOR SELECT TO authenticated USING (contact_id = auth.uid());
CREATE POLICY "place orders" ON public.orders FOR INSERT TO authenticated
    WITH CHECK (contact_id = auth.uid() AND status = 'draft');
CREATE POLICY "change drafts" ON public.orders FOR UPDATE TO authenticated
    USING (contact_id = auth.uid() AND status = 'draft');
CREATE POLICY "no void orders" ON public.orders AS RESTRICTIVE FOR SELECT USING (status <> 'void');
CREATE POLICY "items of own orders" ON public.order_items FOR SELECT TO authenticated
    USING (EXISTS (SELECT 1 FROM public.orders o WHERE o.id = order_items.order_id AND o.contact_id = auth.uid()));

GRANT SELECT ON TABLE public.people TO authenticated;
GRANT SELECT (id, contact_id, status, total, note) ON TABLE public.orders TO authenticated;
GRANT INSERT (contact_id, status, note), UPDATE (status, note) ON TABLE public.orders TO authenticated;
GRANT SELECT ON TABLE public.order_items TO authenticated;
