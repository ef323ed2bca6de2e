"""Which fields are texts in both languages."""

from modeltranslation.translator import TranslationOptions, register

from diagnostics.catalogue import models

_TEXTS = {
    models.Remark: ("texts",),
    models.Provider: ("name", "summary", "speaks", "keys"),
    models.Question: ("title", "why", "how"),
    models.Option: ("label",),
    models.Case: (
        *("wait", "title", "summary", "cause", "symptoms", "wordings", "confirm", "otherwise"),
    ),
    models.Step: ("text", "where"),
    models.Experiment: ("text",),
    models.Outcome: ("seen", "means"),
    models.Note: ("text",),
    models.Related: ("difference",),
    models.BodyNote: ("text",),
    models.ProviderCode: ("meaning",),
    models.StatusCode: ("title", "meaning", "usually", "speaker", "retry_note"),
    models.TellTale: ("clue",),
    models.ProviderStatus: ("text",),
    models.Term: ("title", "summary", "text", "words"),
    models.Guide: ("title", "summary"),
    models.GuidePart: ("title", "text"),
    models.Notice: ("text",),
}
_OPTIONAL = {"keys", "wait", "where", "wordings"}

for _model, _fields in _TEXTS.items():
    register(_model)(
        type(
            f"{_model.__name__}Texts",
            (TranslationOptions,),
            {
                "fields": _fields,
                "required_languages": {
                    "default": tuple(name for name in _fields if name not in _OPTIONAL)
                },
            },
        )
    )
