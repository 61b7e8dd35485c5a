"""What the Supabase store asks of each table: its columns, named as the values name them."""

from __future__ import annotations

SESSION = (
    "id,user_id,exam_type,phase:current_state,context:current_context,version,created_at,updated_at,"
    "is_outdated,zone:metadata->>zone,title:metadata->>title,archived:metadata->archived,binned_at:metadata->>binned_at"
)
SUMMARY = (
    "id,user_id,exam_type,phase:current_state,current_topic,topics_total,topics_done,topics_studied,version,created_at,"
    "updated_at,title,archived,binned_at"
)
TOPIC = (
    "name,position,planned_on,difficulty,hours,prerequisites,material_id,section,status,answered,right:correct,"
    "mastery_score,review_on,own_word"
)
QUIZ = "id,quiz:body,seed,created_at,submitted_at,analysis,kind,answers:quiz_answers(body)"
MATERIAL_SUMMARY = "id,name,kind,page_count,digest,section_titles,has_file:material_files(material_id)"
MATERIAL = "id,name,kind,page_count,digest,sections"
MISCONCEPTION = "id,topic,concept,confusion,counter_example,question_id,noticed_at,evidence"
ATTEMPT = (
    "quiz_id,question_id,topic,at,is_right,is_blank,chance,item_rating,forecast,is_void,chosen,seconds,hint_opened,"
    "is_helped,is_skipped,concept,sureness"
)
CHAT = "role:speaker,text:body,sources,topic,at:created_at"
EVENT = (
    "id,session_id,user_id,timestamp,phase_before,phase_after,action,agent,reasoning,metadata,context_patch,seed,"
    "duration_ms"
)
PARTS = {
    "topics": (TOPIC, ("position", "name")),
    "plans": ("body", ("version",)),
    "lessons": ("body", ("topic",)),
    "quizzes": (f"{QUIZ},attempts({ATTEMPT})", ("position",)),
    "misconceptions": (MISCONCEPTION, ("noticed_at", "id")),
    "tutor_chats": (CHAT, ("id",)),
    "study_materials": (f"{MATERIAL},has_file:material_files(material_id)", ("position",)),
}
"""The tables of a session's parts: what a snapshot asks of each, and the order."""
SNAPSHOT = ",".join((SESSION, *(f"{table}({wanted})" for table, (wanted, _) in PARTS.items())))
