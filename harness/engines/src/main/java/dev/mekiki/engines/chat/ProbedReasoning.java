package dev.mekiki.engines.chat;

import dev.mekiki.port.ChatRequest;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.ReasoningMarks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds marks of reasoning that no name gives away: an answer with reasoning is rendered, and what stands around the reasoning is taken. */
final class ProbedReasoning {
    private static final String QUESTION = "question-7f3a";
    private static final String THOUGHT = "thought-7f3a";
    private static final String ANSWER = "answer-7f3a";
    private static final int LONGEST = 60;

    private ProbedReasoning() {}

    static Optional<ReasoningMarks> of(JinjaChatTemplate template) {
        try {
            String with = template.render(request(true));
            String without = template.render(request(false));
            int thought = with.indexOf(THOUGHT);
            int answer = with.indexOf(ANSWER, thought + 1);
            if (thought < 0 || answer < 0) {
                return Optional.empty();
            }
            int same = 0;
            while (same < thought && same < without.length() && with.charAt(same) == without.charAt(same)) {
                same++;
            }
            String open = with.substring(same, thought).strip();
            String close = with.substring(thought + THOUGHT.length(), answer).strip();
            return isMark(open) && isMark(close) && !open.equals(close)
                    ? Optional.of(new ReasoningMarks(open, close, List.of()))
                    : Optional.empty();
        } catch (EngineException _) {
            return Optional.empty(); // said when it is rendered
        }
    }

    /** One short bracketed word; anything longer would be part of the conversation. */
    private static boolean isMark(String text) {
        return text.length() >= 3 && text.length() <= LONGEST && text.lines().count() == 1
                && "<[◁｜".indexOf(text.charAt(0)) >= 0 && ">]▷｜".indexOf(text.charAt(text.length() - 1)) >= 0;
    }

    private static ChatRequest request(boolean thinking) {
        Map<String, @Nullable Object> user = new LinkedHashMap<>();
        user.put("role", "user");
        user.put("content", QUESTION);
        Map<String, @Nullable Object> assistant = new LinkedHashMap<>();
        assistant.put("role", "assistant");
        assistant.put("content", ANSWER);
        if (thinking) {
            assistant.put("reasoning_content", THOUGHT);
        }
        return new ChatRequest(List.of(user, assistant), Optional.empty(), false, Map.of(), Optional.empty());
    }
}
