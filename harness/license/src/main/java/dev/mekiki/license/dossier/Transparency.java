package dev.mekiki.license.dossier;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How much of a model's making is published, as its files state it; nothing is checked outside of them. A: weights, named data, code and
 * recipe. B: weights, data named or described, and code or recipe. C: weights and one of the three. D: weights alone.
 */
public record Transparency(Grade grade, List<Reason> reasons) {
    /** From all published to weights alone. */
    public enum Grade {
        A, B, C, D
    }

    /** What could be published. */
    public enum Item {
        WEIGHTS, DATA, CODE, RECIPE;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What is said of it. */
    public enum State {
        /** The thing itself, or a name by which it is found. */
        PUBLISHED,
        /** Told in words. */
        DESCRIBED,
        /** Said to be kept. */
        WITHHELD,
        /** Nothing is said. */
        NOT_STATED;

        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        boolean known() {
            return switch (this) {
                case PUBLISHED, DESCRIBED -> true;
                case WITHHELD, NOT_STATED -> false;
            };
        }
    }

    /** @param evidence where it is said, and the words; absent where nothing is said */
    public record Reason(Item item, State state, Optional<ModelFacts.Statement> evidence) {}

    public Transparency {
        reasons = List.copyOf(reasons);
    }

    /** @param reasons at most one for each item; the others are not stated */
    static Transparency of(Map<Item, Reason> reasons) {
        Map<Item, Reason> all = new EnumMap<>(Item.class);
        for (Item item : Item.values()) {
            Reason given = reasons.get(item);
            all.put(item, given == null ? new Reason(item, State.NOT_STATED, Optional.empty()) : given);
        }
        return new Transparency(grade(all), List.copyOf(all.values()));
    }

    private static Grade grade(Map<Item, Reason> reasons) {
        List<State> states = Arrays.stream(Item.values()).filter(item -> item != Item.WEIGHTS)
                .map(item -> state(reasons, item)).toList();
        boolean data = state(reasons, Item.DATA).known();
        long known = states.stream().filter(State::known).count();
        if (known == 3 && state(reasons, Item.DATA) == State.PUBLISHED
                && state(reasons, Item.CODE) == State.PUBLISHED) {
            return Grade.A;
        }
        if (data && known >= 2) {
            return Grade.B;
        }
        return known > 0 ? Grade.C : Grade.D;
    }

    private static State state(Map<Item, Reason> reasons, Item item) {
        Reason reason = reasons.get(item);
        return reason == null ? State.NOT_STATED : reason.state();
    }
}
