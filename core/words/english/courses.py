"""What those who write courses are told."""

from __future__ import annotations

COURSES = {
    "course.diagram": "{name} {problem}",
    "course.diagram_begin": '{name} has to begin with <svg xmlns="http://www.w3.org/2000/svg">, without a comment.',
    "course.diagram_doctype": "{name} has a DOCTYPE or an instruction to a program. Take it out.",
    "course.diagram_large": "{name} has {size:,} bytes. Make it smaller: {most:,} at most.",
    "course.diagram_title": "{name} has no <title> or no <desc> right under <svg>. Say in them what the picture shows.",
    "course.diagram_view_box": (
        '{name} cannot shrink to a small screen. Give its <svg> a viewBox, as viewBox="0 0 640 400".'
    ),
    "course.diagram_xml": "{name} is not well-formed XML in UTF-8 ({why}). Export it again as plain SVG.",
    "course.drawing_program": "has an attribute of a drawing program ({attribute}). Export it as plain SVG.",
    "course.draws_not": "has a <{element}>, which a diagram may not have. Take it out or draw it with paths.",
    "course.event_attribute": "has an event attribute ({attribute}). Take it out.",
    "course.file_not_toml": "{name} is no TOML ({why}). Mend that place.",
    "course.file_not_utf8": "{name} is not in UTF-8. Save it as UTF-8.",
    "course.file_unread": "{name} cannot be read ({why}). Mend its name or put the file there.",
    "course.loads": "loads something in {attribute}. Take it out; url(#…) may name a part of the picture.",
    "course.no_course": "There is no {file} in {folder}. Name the folder of a course.",
    "course.no_part": "{exam} has no part “{part}”. Choose from: {subjects:joined}.",
    "course.refers_outside": (
        "refers to something outside of it ({attribute}). Take it out; #… may name a part of the picture."
    ),
    "course.style_loads": "has a style that may load a file. Take it out; url(#…) may name a part of the picture.",
    "course.unknown": "There is no bundled course “{course_id}”. Choose one of these: {ids}.",
}
