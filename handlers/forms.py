"""The form of a command: its parameters as fields, filled with what is known already."""

from collections.abc import Mapping
from dataclasses import replace

from handlers.cards import Choice, FieldKind, Form, FormField, Refused
from handlers.registry import Command, Parameter
from handlers.request import Request
from handlers.text import N_, Text


def missing(command: Command, given: Mapping[str, str]) -> tuple[Parameter, ...]:
    """The parameters that a command cannot do without and that nobody has given yet."""
    return tuple(p for p in command.parameters if p.required and not given.get(p.name, "").strip())


def form_for(command: Command, request: Request, typed: Mapping[str, str], kept: Mapping[str, str]) -> Form:
    """The form that asks for what is missing. Reads at most; writes nothing.

    Raises:
        Refused: when something was typed that cannot be read, or that is not for this person to say; when
            what a button is about is gone.
    """
    _refuse_what_is_gone(command, request, kept)
    prefilled = _prefilled(command, request, typed)
    return _form(command, request, {**_as_it_is(command, request, kept), **kept, **prefilled}, {})


def form_about(command: Command, request: Request, typed: Mapping[str, str], refused: Refused) -> Form:
    """The form with all that was typed, where some of it can be read in several ways or in none.

    What is not clear is asked about below its field: to be chosen from its readings, or mended as typed. So
    is what was `refused` about a field that nobody has typed: the zone of a place that has several.

    Raises:
        Refused: when something was typed that is not for this person to say.
    """
    known: dict[str, str] = {}
    asked: dict[str, Refused] = {}
    for name, words in typed.items():
        try:
            known |= _prefilled(command, request, {name: words})
        except Refused as unclear:
            if unclear.field == name:
                asked[name] = unclear
            else:
                raise
    if refused.field is not None and refused.field not in typed:
        asked[refused.field] = refused
    written = (FieldKind.LINE, FieldKind.PARAGRAPH)
    known |= {name: typed[name] for name in asked if command.parameter(name).kind.field in written}
    return _form(command, request, known, asked)


def _form(command: Command, request: Request, known: Mapping[str, str], asked: Mapping[str, Refused]) -> Form:
    fields: list[FormField] = []
    hidden: dict[str, str] = {}
    for parameter in command.parameters:
        if parameter.kind.field is FieldKind.HIDDEN:
            if parameter.name in known:
                hidden[parameter.name] = known[parameter.name]
        elif parameter.label.only.covers(request.member, request.coalition):
            field = _field(parameter, request, known.get(parameter.name))
            if parameter.name in asked:
                field = _asked_about(field, parameter, request, asked[parameter.name])
            if field.kind not in (FieldKind.SEVERAL, FieldKind.MENU) or field.options:
                fields.append(field)
    return Form(command, Text(command.title), Text(command.submit), tuple(fields), hidden)


def _refuse_what_is_gone(command: Command, request: Request, kept: Mapping[str, str]) -> None:
    for parameter in command.parameters:
        if parameter.kind.must_be_there and kept.get(parameter.name):
            parameter.kind.load(kept[parameter.name], request)


def _asked_about(field: FormField, parameter: Parameter, request: Request, refused: Refused) -> FormField:
    """The field with what is asked below it; where there are readings, they are what can be chosen."""
    choices = tuple(
        Choice(offer.label, parameter.kind.dump(offer.value, request.origin)) for offer in refused.offers
    )
    kind = FieldKind.MENU if choices else field.kind
    return replace(field, kind=kind, options=choices or field.options, hint=refused.text)


def _as_it_is(command: Command, request: Request, kept: Mapping[str, str]) -> dict[str, str]:
    values: Mapping[str, object] = command.filled(request, kept) if command.filled else {}
    return {
        name: command.parameter(name).kind.dump(value, request.origin)
        for name, value in values.items()
        if value is not None
    }


def _prefilled(command: Command, request: Request, typed: Mapping[str, str]) -> dict[str, str]:
    known: dict[str, str] = {}
    for name, words in typed.items():
        parameter = command.parameter(name)
        if not parameter.label.only.covers(request.member, request.coalition):
            label = Text(parameter.label.text)
            raise Refused(Text(N_("Only organisers can fill in “{field}”. Try it without."), field=label))
        try:
            value = parameter.kind.prefill(words, request)
        except Refused as refused:
            refused.field = refused.field or name
            raise
        if value is not None:
            known[name] = value
    return known


def _field(parameter: Parameter, request: Request, known: str | None) -> FormField:
    takes_several = parameter.kind.field is FieldKind.SEVERAL
    initial: Choice | None = parameter.kind.show(known, request) if known and not takes_several else None
    if initial is None and parameter.default is not None and not takes_several:
        value = parameter.kind.dump(parameter.default, request.origin)
        initial = parameter.kind.show(value, request) if value else None
    return FormField(
        name=parameter.name,
        label=Text(parameter.label.text),
        kind=parameter.kind.field,
        required=parameter.required,
        hint=Text(parameter.label.hint) if parameter.label.hint else None,
        options=parameter.kind.choices(request),
        initial=initial,
        picked=parameter.kind.picked(known, request) if known and takes_several else (),
        most=parameter.kind.most,
    )
