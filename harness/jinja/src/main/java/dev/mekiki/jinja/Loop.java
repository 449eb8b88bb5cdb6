package dev.mekiki.jinja;

import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The variable {@code loop}. Looks one item ahead, and only when asked. */
final class Loop implements Callable {
    /** Renders a recursive loop's body over other items. */
    interface Recursion {
        Value render(Value iterable, int depth);
    }

    private final Session session;
    private final Value iterable;
    private final @Nullable Recursion recursion;
    private final int depth;
    private Iterator<Value> items;
    private @Nullable Value after;
    private @Nullable Value current;
    private @Nullable Value before;
    private @Nullable Value changedTo;
    private long index = -1;
    private long length = -1;

    Loop(Session session, Value iterable, Iterator<Value> items, @Nullable Recursion recursion, int depth) {
        this.session = session;
        this.iterable = iterable;
        this.items = items;
        this.recursion = recursion;
        this.depth = depth;
    }

    /** The next item, or null after the last. */
    @Nullable
    Value advance() {
        Value next = peek();
        if (next != null) {
            after = null;
            index++;
            before = current;
            current = next;
        }
        return next;
    }

    private @Nullable Value peek() {
        if (after == null && items.hasNext()) {
            after = items.next();
        }
        return after;
    }

    long length() {
        if (length < 0) {
            length = iterable instanceof Value.Lazy ? -1 : Protocols.lengthOrNone(iterable);
            if (length < 0) {
                List<Value> rest = Protocols.listOf(session, new Value.Lazy("rest", items));
                items = rest.iterator();
                length = rest.size() + index + 1 + (after == null ? 0 : 1);
            }
        }
        return length;
    }

    @Override
    public @Nullable Value attribute(String name) {
        return switch (name) {
            case "index" -> Value.of(index + 1);
            case "index0" -> Value.of(index);
            case "first" -> Value.of(index == 0);
            case "last" -> Value.of(peek() == null);
            case "length" -> Value.of(length());
            case "revindex" -> Value.of(length() - index);
            case "revindex0" -> Value.of(length() - index - 1);
            case "depth" -> Value.of(depth + 1L);
            case "depth0" -> Value.of(depth);
            case "previtem" -> before == null ? session.undefined("there is no previous item") : before;
            case "nextitem" -> {
                Value next = peek();
                yield next == null ? session.undefined("there is no next item") : next;
            }
            case "cycle" -> new Function(name, (_, arguments) -> {
                List<Value> values = arguments.positional();
                if (values.isEmpty()) {
                    throw Failure.type("no items for cycling given");
                }
                return values.get((int) (index % values.size()));
            });
            case "changed" -> new Function(name, (_, arguments) -> {
                Value now = session.tuple(arguments.positional());
                boolean changed = changedTo == null || !Comparison.equal(session, changedTo, now);
                changedTo = now;
                return Value.of(changed);
            });
            default -> null;
        };
    }

    @Override
    public Value call(Session caller, Arguments arguments) {
        if (recursion == null) {
            throw Failure.type("The loop must have the 'recursive' marker to be called recursively.");
        }
        return recursion.render(arguments.bind("loop", 1, "iterable").value(0), depth + 1);
    }

    @Override
    public String shown() {
        return "<LoopContext " + (index + 1) + "/" + length() + ">";
    }

    @Override
    public String typeName() {
        return "LoopContext";
    }
}
