"""What every page that shows a round's questions says of them."""

from typing import Any

from interviews.kits.kit import RoundKit


def show_questions(kit: RoundKit) -> list[dict[str, Any]]:
    """The round's questions, each with the names of the competencies of the round that it is for."""
    names = {row.competency.slug: row.competency.name for area in kit.areas for row in area.competencies}
    return [
        {
            "kit": each,
            "question": each.item,
            "for": [names[row["slug"]] for row in each.item.shows if row["slug"] in names],
        }
        for each in kit.items
    ]
