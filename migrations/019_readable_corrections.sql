-- A correction keeps an analysis that the learner's pages can show, down to the questions that it asks again.

begin;

create or replace function private.has_types(p_value jsonb, p_types jsonb) returns boolean
language sql immutable set search_path = '' as $$
    select jsonb_typeof(p_value) = 'object' and not exists (
        select from jsonb_each_text(p_types) as t (name, types)
        where p_value ? t.name and jsonb_typeof(p_value -> t.name) <> all (string_to_array(t.types, '|')))
$$;
comment on function private.has_types(jsonb, jsonb) is 'Whether this is an object, and what it has of these keys of these types.';

create or replace function private.is_source(p_source jsonb) returns boolean
language sql immutable set search_path = '' as $$
    select p_source ? 'document'
        and private.has_types(p_source, '{"document": "string", "page": "number|null", "quote": "string"}')
        and coalesce(mod((p_source ->> 'page')::numeric, 1) = 0, true)
$$;
comment on function private.is_source(jsonb) is 'Whether the app can read this as where a statement stands.';

create or replace function private.are_indexes(p_indexes jsonb, p_options jsonb) returns boolean
language sql immutable set search_path = '' as $$
    select coalesce(bool_and(case when jsonb_typeof(i.place) = 'number' then mod(i.place::numeric, 1) = 0
            and (p_options is null or i.place::numeric between 0 and jsonb_array_length(p_options) - 1)
        else false end), true)
    from jsonb_array_elements(p_indexes) as i (place)
$$;
comment on function private.are_indexes(jsonb, jsonb) is 'Whether these are whole numbers, and places of these options.';

create or replace function private.is_question(p_question jsonb) returns boolean
language plpgsql immutable set search_path = '' as $$
declare
    kind constant text := p_question ->> 'question_type';
    options jsonb := '[]';
    right_ones jsonb := '[]';
    part text;
begin
    if not coalesce(private.has_types(p_question, '{"id": "string", "text": "string", "question_type": "string",
            "options": "array", "correct_option_index": "number|null", "correct_indexes": "array",
            "accepted_answers": "array", "rivals": "array|null", "explanation": "string", "difficulty": "string",
            "concept_tested": "string", "sources": "array", "option_notes": "array", "hint": "string", "topic": "string",
            "has_math": "boolean", "figure": "object|null"}'), false)
        or not p_question ?& array['id', 'text', 'question_type', 'explanation', 'concept_tested']
        or kind not in ('multiple_choice', 'true_false', 'fill_blank', 'multi_select')
        or p_question ->> 'difficulty' not in ('easy', 'medium', 'hard')
        or p_question #>> '{figure,svg}' !~ '^<svg\s'
        or jsonb_typeof(p_question -> 'figure') = 'object'
            and not coalesce(jsonb_typeof(p_question #> '{figure,svg}') || jsonb_typeof(p_question #> '{figure,alt}')
                = 'stringstring', false)
    then
        return false;
    end if;
    foreach part in array array['options', 'accepted_answers', 'rivals'] loop
        if jsonb_typeof(p_question -> part) = 'array'
            and jsonb_path_exists(p_question -> part, 'strict $[*] ? (@.type() != "string")')
        then
            return false;
        end if;
    end loop;
    options := coalesce(p_question -> 'options', options);
    if kind = 'multi_select' then
        right_ones := coalesce(p_question -> 'correct_indexes', right_ones);
    elsif p_question ->> 'correct_option_index' is not null then
        right_ones := jsonb_build_array(p_question -> 'correct_option_index');
    end if;
    return case
            when kind = 'fill_blank'
                then options = '[]' and coalesce(p_question -> 'accepted_answers', '[]') <> '[]'
            else right_ones <> '[]' and private.are_indexes(right_ones, options)
        end
        and private.are_indexes(coalesce(p_question -> 'correct_indexes', '[]'), null)
        and private.are_indexes(jsonb_path_query_array(p_question, 'lax $.correct_option_index ? (@ != null)'), null)
        and not exists (select from jsonb_array_elements(coalesce(p_question -> 'sources', '[]')) as s (said)
            where not coalesce(private.is_source(s.said), false))
        and not exists (select from jsonb_array_elements(coalesce(p_question -> 'option_notes', '[]')) as n (said)
            where not coalesce(private.has_types(n.said, '{"option_index": "number", "misconception": "string",
                    "counter_example": "string", "source": "object|null"}')
                and n.said ?& array['option_index', 'misconception', 'counter_example']
                and private.are_indexes(jsonb_build_array(n.said -> 'option_index'), options)
                and not right_ones @> (n.said -> 'option_index')
                and (n.said ->> 'source' is null or private.is_source(n.said -> 'source')), false));
end;
$$;
comment on function private.is_question(jsonb) is 'Whether the app can read this as a question that it asks.';

create or replace function private.is_analysis(p_analysis jsonb) returns boolean
language sql immutable set search_path = '' as $$
    -- What a path cannot find is unknown to it, and would pass: so what is right is counted, and must be all.
    select length(p_analysis::text) <= 1000000
        and coalesce(p_analysis @@ 'strict ($.overall_score == null
            || $.overall_score.type() == "number" && $.overall_score >= 0 && $.overall_score <= 100)
            && $.summary.type() == "string" && $.encouragement.type() == "string"
            && $.topic_mastery.type() == "object" && $.recommendations.type() == "array"
            && $.concepts.type() == "array" && $.misconceptions.type() == "array"', false)
        and (select count(*) from jsonb_object_keys(p_analysis -> 'topic_mastery'))
            = (select count(*) from jsonb_path_query(p_analysis, 'strict $.topic_mastery.keyvalue()
                ? (@.value.type() == "number" && @.value >= 0 && @.value <= 100)'))
        and jsonb_array_length(p_analysis -> 'recommendations')
            = (select count(*) from jsonb_path_query(p_analysis, 'strict $.recommendations[*] ? (@.type() == "string")'))
        and jsonb_array_length(p_analysis -> 'concepts')
            = (select count(*) from jsonb_path_query(p_analysis, 'strict $.concepts[*] ? (@.concept.type() == "string"
                && @.right.type() == "number" && @.right >= 0 && @.right == @.right.floor()
                && @.asked.type() == "number" && @.asked >= @.right && @.asked >= 1 && @.asked == @.asked.floor())'))
        and jsonb_array_length(p_analysis -> 'misconceptions')
            = (select count(*) from jsonb_path_query(p_analysis, 'strict $.misconceptions[*] ? (
                @.question_id.type() == "string" && @.wrong_option_chosen.type() == "string"
                && @.inferred_confusion.type() == "string" && @.counter_example.type() == "string"
                && @.explanation.type() == "string")'))
        and not exists (select from jsonb_array_elements(p_analysis -> 'misconceptions') as m (noted)
            where jsonb_typeof(m.noted -> 'redemption_question') <> 'null'
                and not private.is_question(m.noted -> 'redemption_question'))
$$;

revoke all on function private.has_types(jsonb, jsonb), private.is_source(jsonb), private.is_question(jsonb),
    private.are_indexes(jsonb, jsonb) from public, anon, authenticated;

insert into private.schema_migrations (name) values ('019_readable_corrections.sql') on conflict do nothing;

commit;
