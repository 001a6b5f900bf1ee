import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.jexl3.JexlBuilder;
import org.apache.commons.jexl3.JexlContext;
import org.apache.commons.jexl3.JexlEngine;
import org.apache.commons.jexl3.JexlException;
import org.apache.commons.jexl3.MapContext;

/** Evaluates each line of standard input as a JEXL expression and prints the type and text of its value, or a failure. */
public class JexlOracle {
  public static void main(String[] arguments) throws Exception {
    JexlEngine engine = new JexlBuilder().strict(true).silent(false).create();
    BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream output = new PrintStream(System.out, false, "UTF-8");
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      output.println(answer(engine, line));
    }
    output.flush();
  }

  private static JexlContext context() {
    Map<String, Object> inner = new LinkedHashMap<>();
    inner.put("y", "deep");
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("k", "v");
    map.put("n", 3);
    map.put("x", inner);
    JexlContext context = new MapContext();
    context.set("i", 5);
    context.set("j", -3);
    context.set("big", 9999999999L);
    context.set("d", 1.5);
    context.set("s", "hello");
    context.set("num", "42");
    context.set("dec", "2.50");
    context.set("e", "");
    context.set("f", "false");
    context.set("n", null);
    context.set("t", true);
    context.set("l", new ArrayList<Object>(Arrays.asList("x", 2, "z")));
    context.set("m", map);
    return context;
  }

  private static String answer(JexlEngine engine, String line) {
    try {
      Object value = engine.createExpression(line).evaluate(context());
      return value == null ? "null" : value.getClass().getName() + "\t" + text(value).replace("\n", "\\n");
    } catch (JexlException.Parsing | JexlException.Tokenization error) {
      return "failure\tsyntax";
    } catch (JexlException error) {
      return "failure\tjexl";
    } catch (NumberFormatException error) {
      return "failure\tnumber";
    } catch (RuntimeException | Error error) {
      return "failure\tother";
    }
  }

  /** Arrays have no text of their own that could be compared. */
  private static String text(Object value) {
    if (value.getClass().isArray()) {
      List<String> parts = new ArrayList<>();
      for (int i = 0; i < java.lang.reflect.Array.getLength(value); i++) {
        parts.add(text(java.lang.reflect.Array.get(value, i)));
      }
      return parts.toString();
    }
    if (value instanceof Collection) {
      List<String> parts = new ArrayList<>();
      for (Object part : (Collection<?>) value) parts.add(text(part));
      return parts.toString();
    }
    return String.valueOf(value);
  }
}
