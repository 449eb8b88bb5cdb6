package dev.mekiki.run;

import dev.mekiki.domain.AnswerMode;
import dev.mekiki.domain.ChatMode;
import dev.mekiki.domain.Item;
import dev.mekiki.domain.Layout;
import dev.mekiki.domain.Task;
import dev.mekiki.port.ChatTemplate;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.Message;
import dev.mekiki.port.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Makes the exact text that an engine is given. With a chat template: system message, examples as turns or in front of the question, the
 * question as last turn. Without: each example is question + delimiter + answer + what stands behind an example, then the question, and
 * where the task's layout says so the delimiter. An engine that applies a template of its own is given the messages, and their JSON stands
 * for the text.
 */
public final class PromptMaker {
    private static final String USER = "user";
    private static final String ASSISTANT = "assistant";

    private final Task task;
    private final Optional<ChatTemplate> template;
    private final boolean asMessages;
    private final Optional<ShotPicker> shots;

    /** @param seed the plan's, for examples */
    public PromptMaker(Task task, Optional<ChatTemplate> template, long seed) {
        this(task, template, false, seed);
    }

    /**
     * @param takesMessages whether the engine applies a chat template of its own; scored continuations need one that is known here
     * @param seed the plan's, for examples
     */
    public PromptMaker(Task task, Optional<ChatTemplate> template, boolean takesMessages, long seed) {
        this.task = task;
        this.asMessages = takesMessages && task.chat() != ChatMode.NEVER && task.answer() == AnswerMode.GENERATE;
        this.template = task.chat() == ChatMode.NEVER || task.answer() == AnswerMode.ROLLING
                ? Optional.empty()
                : template;
        this.shots = task.shots().filter(given -> given.count() > 0)
                .map(given -> new ShotPicker(given, seed, task.path(), task.items()));
    }

    /** A part of the text: whose turn it is, and what follows it where there is no template. */
    private record Part(String role, String text, String after) {}

    /** Why this task cannot be asked of this model at all, if so. */
    Optional<String> obstacle() {
        if (template.isPresent() || asMessages) {
            return Optional.empty();
        }
        if (task.chat() == ChatMode.ALWAYS && task.answer() != AnswerMode.ROLLING) {
            return Optional.of("the task asks for a chat template (chat: always), and the model has none");
        }
        return !task.layout().delimiterFirst() && task.items().stream().anyMatch(item -> item.system().isPresent())
                ? Optional.of("the task has a system message, which needs a chat template, "
                        + (task.chat() == ChatMode.NEVER
                                ? "and it asks for none (chat: never)"
                                : "and the model has none"))
                : Optional.empty();
    }

    /** @throws EngineException with the template's own words, or if there are too few examples */
    Prompt make(Item item) throws EngineException {
        return all(item).getFirst();
    }

    /**
     * One prompt, or one for each choice where the choices stand in it.
     *
     * @throws EngineException with the template's own words, or if there are too few examples
     */
    public List<Prompt> all(Item item) throws EngineException {
        List<Part> before = new ArrayList<>();
        item.system().filter(text -> !text.isEmpty()).ifPresent(text -> before.add(new Part("system", text, "")));
        for (Item example : examples(item)) {
            if (answer(example).isEmpty()) {
                // an example whose question holds its answer
                before.add(new Part(USER, example.prompt(), ""));
                continue;
            }
            before.add(new Part(USER, example.prompt(),
                    between(example.prompt(), example.opening(), task.layout().shotDelimiter(),
                            task.layout().shotDelimiter())));
            before.add(new Part(ASSISTANT, answer(example), task.layout().afterShot()));
        }
        List<Prompt> prompts = new ArrayList<>();
        for (String question : item.continuation().isPresent() ? item.choices() : List.of(item.prompt())) {
            List<Part> parts = new ArrayList<>(before);
            String end = task.layout().delimiterFirst() ? "" : task.delimiter();
            String joint = item.continuation().isPresent() ? "" : task.delimiter();
            parts.add(new Part(USER, question, between(question, item.opening(), joint, end)));
            item.opening().filter(text -> !text.isEmpty())
                    .ifPresent(text -> parts.add(new Part(ASSISTANT, text, "")));
            prompts.add(prompt(parts).of(task.path(), item.id()));
        }
        return prompts;
    }

    /** What is scored behind the prompt; as many as there are choices, or prompts. */
    public List<String> continuations(Item item) {
        Layout layout = task.layout();
        boolean delimited = layout.delimiterFirst() && task.answer() == AnswerMode.CHOICE
                && (template.isEmpty() || layout.delimitTemplated());
        String first = delimited ? task.delimiter() : "";
        return item.choices().stream().map(choice -> first + item.continuation().orElse(choice)).toList();
    }

    private List<Item> examples(Item item) throws EngineException {
        List<Item> examples = shots.map(picker -> picker.pick(item)).orElse(List.of());
        int wanted = task.shots().map(given -> given.count()).orElse(0);
        if (examples.size() < wanted) {
            throw new EngineException("only " + examples.size() + " of " + wanted
                    + " examples are left when those with the sample's own prompt are taken out");
        }
        return examples;
    }

    /** An answer's opening is delimited only where neither side of the joint has white space. */
    private static String between(String question, Optional<String> opening, String delimiter, String otherwise) {
        String begin = opening.orElse("");
        if (begin.isEmpty()) {
            return otherwise;
        }
        return question.isEmpty() || Character.isWhitespace(question.charAt(question.length() - 1))
                || Character.isWhitespace(begin.charAt(0)) ? "" : delimiter;
    }

    private Prompt prompt(List<Part> parts) throws EngineException {
        if (asMessages) {
            List<Message> messages = messages(parts);
            return new Prompt(json(messages), true, Optional.empty(), messages);
        }
        return template.isPresent() ? templated(template.get(), parts) : plain(parts);
    }

    private static String json(List<Message> messages) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        messages.forEach(
                message -> array.addObject().put("role", message.role()).put("content", message.content()));
        return array.toString();
    }

    private Prompt templated(ChatTemplate chat, List<Part> parts) throws EngineException {
        List<Message> messages = messages(parts);
        return new Prompt(isOpen(parts) ? chat.renderOpen(messages) : chat.render(messages), true);
    }

    private static boolean isOpen(List<Part> parts) {
        return parts.getLast().role().equals(ASSISTANT);
    }

    private List<Message> messages(List<Part> parts) {
        return switch (task.layout().shotsAs()) {
            case TURNS -> parts.stream().map(part -> new Message(part.role(), part.text())).toList();
            case TEXT -> oneText(parts, isOpen(parts));
        };
    }

    private static List<Message> oneText(List<Part> parts, boolean open) {
        List<Message> messages = new ArrayList<>();
        StringBuilder user = new StringBuilder();
        int last = parts.size() - (open ? 2 : 1);
        for (int i = 0; i <= last; i++) {
            Part part = parts.get(i);
            if (part.role().equals("system")) {
                messages.add(new Message(part.role(), part.text()));
            } else {
                user.append(part.text()).append(i < last ? part.after() : "");
            }
        }
        messages.add(new Message(USER, user.toString()));
        if (open) {
            messages.add(new Message(ASSISTANT, parts.getLast().text()));
        }
        return messages;
    }

    private static Prompt plain(List<Part> parts) {
        StringBuilder text = new StringBuilder();
        parts.forEach(part -> text.append(part.text()).append(part.after()));
        return Prompt.plain(text.toString());
    }

    private static String answer(Item example) {
        return example.right().isEmpty() || example.choices().isEmpty()
                ? example.accepted().getFirst()
                : example.choices().get(example.right().getFirst());
    }
}
